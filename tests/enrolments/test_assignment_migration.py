"""An upgrade keeps every due date, who set it, and the dates it overwrote."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.cast import build_cast
from tests.courses.makers import make_course

BEFORE = [("enrolments", "0004_assignments")]
AFTER = [("enrolments", "0006_due_dates_are_assignments")]
OPENED = timezone.make_aware(dt.datetime(2026, 1, 15, 9))
MAY = timezone.make_aware(dt.datetime(2026, 5, 10, 9))
MARCH, DECEMBER = dt.date(2026, 3, 31), dt.date(2026, 12, 31)


def migrated(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def cast(transactional_db):
    return build_cast()


@pytest.fixture
def former(cast):
    """The tables as they were, and as they are again when the test is over."""
    yield migrated(BEFORE)
    migrated(AFTER)


def test_dates_become_assignments_and_go_back(cast, former):
    enrolment = former.get_model("enrolments", "Enrolment")
    course = make_course(cast).pk
    lan, nga, hung, minh = (person.pk for person in (cast.lan, cast.nga, cast.hung, cast.minh))
    values = {"course_id": course, "opened_at": OPENED}
    put_off = enrolment.objects.create(
        learner_id=lan, source="assigned", assigned_by_id=minh, due_on=DECEMBER, **values
    )
    unknown = enrolment.objects.create(learner_id=nga, source="assigned", **values)
    chosen = enrolment.objects.create(learner_id=hung, source="self", **values)
    entries = former.get_model("wagtailcore", "PageLogEntry").objects
    for at, due_on in ((OPENED, MARCH), (OPENED, MARCH), (MAY, DECEMBER)):
        entries.create(
            page_id=course,
            action="lms.assign_course",
            user_id=minh,
            timestamp=at,
            label="x",
            data={"agency": "so-a", "people": ["lan"], "due_on": due_on.isoformat()},
        )
    rows = migrated(AFTER).get_model("enrolments", "Assignment").objects
    told = [
        (row.due_on, row.recorded_at, row.recorded_by_id, row.agency.code, row.replaces_id)
        for row in rows.filter(enrolment_id=put_off.pk).order_by("pk")
    ]
    first = rows.filter(enrolment_id=put_off.pk).earliest("pk")
    assert told == [
        (MARCH, OPENED, minh, "so-a", None),
        (DECEMBER, MAY, minh, "so-a", first.pk),
    ]
    only = rows.get(enrolment_id=unknown.pk)
    assert (only.due_on, only.recorded_at, only.recorded_by, only.agency) == (
        None,
        OPENED,
        None,
        None,
    )
    assert not rows.filter(enrolment_id=chosen.pk).exists()
    rows.create(enrolment_id=unknown.pk, replaces=only, is_withdrawn=True)

    back = migrated(BEFORE).get_model("enrolments", "Enrolment").objects
    assert (back.get(pk=put_off.pk).due_on, back.get(pk=put_off.pk).assigned_by_id) == (
        DECEMBER,
        minh,
    )
    assert back.get(pk=unknown.pk).source == "self"
    assert back.get(pk=chosen.pk).source == "self"
    enrolment.objects.all().delete()
