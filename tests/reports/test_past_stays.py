"""A report of a day that has passed stays as it was, whatever is decided afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.enrolments.models import Assignment
from lms.enrolments.reassigning import change_assignments, withdraw_assignments
from lms.reports.datasets import CompetencyReport, canonical_json, report_data
from tests.enrolments.makers import assign
from tests.reports.world import World, report_on

APRIL = dt.date(2026, 4, 30)
MARCH, DECEMBER = dt.date(2026, 3, 31), dt.date(2026, 12, 31)


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def in_april(world: World) -> CompetencyReport:
    return report_on(world.cast.science, APRIL)


@pytest.fixture
def overdue(world: World) -> World:
    """Lan did not do by 31 March what was assigned in January."""
    assign(
        world.cast,
        world.cast.lan,
        world.course,
        due_on=MARCH,
        now=moment(dt.date(2026, 1, 15)),
    )
    return world


def put_off(world: World) -> None:
    change_assignments(
        assignments=list(Assignment.objects.all()),
        due_on=DECEMBER,
        changed_by=world.cast.minh,
        now=moment(dt.date(2026, 5, 10)),
    )


def take_away(world: World) -> None:
    withdraw_assignments(
        assignments=list(Assignment.objects.all()),
        withdrawn_by=world.cast.minh,
        now=moment(dt.date(2026, 5, 10)),
    )


@pytest.mark.parametrize("act", [put_off, take_away])
def test_what_was_overdue_stays_overdue_on_that_day(overdue, act):
    before = in_april(overdue)
    assert before.completion_total.overdue == 1
    act(overdue)
    after = in_april(overdue)
    assert after.completion_total.overdue == 1
    assert canonical_json(report_data(after)) == canonical_json(report_data(before))
    assert after.provenance.sha256 == before.provenance.sha256
    assert report_on(overdue.cast.science, dt.date(2026, 5, 9)).completion_total.overdue == 1
    assert report_on(overdue.cast.science, dt.date(2026, 5, 10)).completion_total.overdue == 0


def test_what_is_assigned_later_was_not_due_before(overdue):
    before = in_april(overdue)
    world = overdue
    assign(
        world.cast,
        world.cast.nga,
        world.course,
        due_on=MARCH,
        now=moment(dt.date(2026, 5, 2)),
    )
    assert in_april(world).provenance.sha256 == before.provenance.sha256
