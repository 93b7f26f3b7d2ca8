"""A report of a day that has passed stays as it was, whatever is decided afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.agencies.access import every_agency
from lms.agencies.models import Posting
from lms.agencies.services import merge_agencies, revise_agency, transfer
from lms.enrolments.models import Assignment, Enrolment
from lms.enrolments.reassigning import change_assignments, withdraw_assignments
from lms.enrolments.services import enrol
from lms.reports.datasets import CompetencyReport, canonical_json, report_data
from lms.reports.datasets.people import read_people
from lms.reports.datasets.snapshot import read_snapshot
from tests.enrolments.makers import assign
from tests.reports.world import World, report_on

APRIL = dt.date(2026, 4, 30)
MAY = dt.date(2026, 5, 10)
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
        now=moment(MAY),
    )


def take_away(world: World) -> None:
    withdraw_assignments(
        assignments=list(Assignment.objects.all()),
        withdrawn_by=world.cast.minh,
        now=moment(MAY),
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


def move_away(world: World) -> None:
    posting = Posting.objects.get(learner=world.cast.lan)
    transfer(
        learner=world.cast.lan,
        agency=world.cast.justice,
        position=posting.position,
        effective_on=MAY,
    )


def merge(world: World) -> None:
    cast = world.cast
    merge_agencies(
        predecessors=[cast.science],
        successor=cast.justice,
        effective_on=MAY,
        recorded_by=cast.admin,
    )


def rename_agency(world: World) -> None:
    revise_agency(agency=world.cast.science, effective_on=MAY, name="Sở khác")


def rename_course(world: World) -> None:
    world.course.title, world.course.code = "Tên khóa học khác", "999"
    world.course.save_revision().publish()


def rename_person(world: World) -> None:
    # To the end of the list, and of the annex of gaps.
    world.cast.lan.full_name, world.cast.lan.official_code = "Trần Thị Yến", "yen"
    world.cast.lan.save()


def rename_competency(world: World) -> None:
    for competency, position in ((world.data, 9), (world.security, 1)):
        competency.name, competency.name_en = f"Tên khác {position}", f"Another {position}"
        competency.code, competency.position = f"X{position}", position
        competency.save()


def rename_framework(world: World) -> None:
    world.framework.version = "2"
    world.framework.save()


def rename_rank(world: World) -> None:
    world.cast.rank.name, world.cast.rank.code = "Ngạch khác", "99.999"
    world.cast.rank.save()


def assign_for_another_agency(world: World) -> None:
    for due_on in (None, dt.date(2026, 2, 28), DECEMBER):
        assign(
            world.cast,
            world.cast.lan,
            world.course,
            agency=world.cast.province,
            assigned_by=world.cast.admin,
            due_on=due_on,
            now=moment(MAY),
        )


def choose(world: World) -> None:
    enrol(learner=world.cast.lan, course=world.course, now=moment(MAY))


def complete_course(world: World) -> None:
    Enrolment.objects.filter(learner=world.cast.lan).update(
        completed_at=moment(MAY), credited_periods=8, course_title="Tên lúc hoàn thành"
    )


ACTS = [
    put_off,
    take_away,
    move_away,
    merge,
    rename_agency,
    rename_course,
    rename_person,
    rename_competency,
    rename_framework,
    rename_rank,
    assign_for_another_agency,
    choose,
    complete_course,
]


@pytest.mark.parametrize("act", ACTS)
def test_nothing_done_afterwards_changes_the_report_of_a_day(overdue, act):
    for competency in (overdue.data, overdue.security):
        overdue.require(competency, 2)
    before = in_april(overdue)
    act(overdue)
    after = in_april(overdue)
    assert canonical_json(report_data(after)) == canonical_json(report_data(before))
    assert after.provenance.sha256 == before.provenance.sha256


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (rename_course, ("Tên khóa học khác", "999")),
        (rename_person, ("Trần Thị Yến", "yen")),
        (rename_competency, ("Tên khác 9", "Another 9", "X9")),
        (rename_framework, ("ct 2",)),
        (rename_rank, ("Ngạch khác", "99.999")),
    ],
)
def test_the_report_of_today_has_the_new_names(overdue, act, words):
    for competency in (overdue.data, overdue.security):
        overdue.require(competency, 2)
    act(overdue)
    today = canonical_json(report_data(report_on(overdue.cast.science, timezone.localdate())))
    for word in words:
        assert word in today.decode()


def test_a_gender_that_is_recorded_at_last_is_known_of_earlier_days_a_changed_one_is_not(overdue):
    lan = overdue.cast.lan
    for gender, female in (("female", 1), ("male", 1)):
        lan.gender = gender
        lan.save()
        assert in_april(overdue).breakdowns[0].people == female


def test_the_list_of_people_of_a_day_has_the_names_and_positions_of_that_day(overdue):
    cast = overdue.cast

    def lines():
        snapshot = read_snapshot(agency=cast.science, visible=every_agency(APRIL), as_of=APRIL)
        return [(line.person.name, line.position) for line in read_people(snapshot)]

    before = lines()
    rename_person(overdue)
    cast.specialist.name, cast.specialist.name_en = "Vị trí khác", "Another post"
    cast.specialist.save()
    assert lines() == before


def test_people_and_competencies_stand_in_the_order_of_their_names_of_the_day(overdue):
    (hoa,) = overdue.people(overdue.cast.science, 1)
    for competency in (overdue.security, overdue.data):
        overdue.require(competency, 2)

    def order(day):
        snapshot = read_snapshot(
            agency=overdue.cast.science, visible=every_agency(timezone.localdate()), as_of=day
        )
        people = [line.person.code for line in read_people(snapshot)]
        return people, [line.code for line in snapshot.levels.competencies]

    as_it_was = [hoa.official_code, "lan", "minh", "nga"], ["CT03", "CT05"]
    assert order(APRIL) == as_it_was
    rename_person(overdue)
    rename_competency(overdue)
    assert order(APRIL) == as_it_was
    today = [hoa.official_code, "minh", "nga", "yen"], ["X1", "X9"]
    assert order(timezone.localdate()) == today
