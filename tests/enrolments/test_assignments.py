"""Who has to learn what by when: nothing said is overwritten, nothing is taken away unasked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from lms.agencies.services import revise_agency
from lms.enrolments import assigning
from lms.enrolments.due import assignments_on, told
from lms.enrolments.exceptions import EnrolmentRefused
from lms.enrolments.models import Assignment, Enrolment, EnrolmentSource
from lms.enrolments.reassigning import (
    CHANGE_ACTION,
    WITHDRAW_ACTION,
    change_assignments,
    withdraw_assignments,
)
from lms.enrolments.services import complete_activity, enrol, open_activity, withdraw
from tests.enrolments.conftest import NOW, later
from tests.enrolments.makers import assign

MARCH, JUNE, DECEMBER = dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 12, 31)
TODAY = timezone.localdate(NOW)


def due_on(enrolment, day=TODAY):
    return Enrolment.objects.with_assignments_on(day).get(pk=enrolment.pk).due_on


def is_assigned(enrolment, day=TODAY):
    return Enrolment.objects.with_assignments_on(day).get(pk=enrolment.pk).is_assigned


def put_off(enrolment, cast, day, now, **options):
    return change_assignments(
        assignments=list(enrolment.assignments.filter(replaced_by=None)),
        due_on=day,
        changed_by=cast.minh,
        now=now,
        **options,
    )


def test_an_assignment_adds_itself_to_the_open_enrolment(cast, taught):
    chosen = enrol(learner=cast.lan, course=taught.course, now=NOW)
    assigned = assign(cast, cast.lan, taught.course, due_on=JUNE, now=NOW)
    assert assigned == chosen
    assert assigned.source == EnrolmentSource.SELF
    (given,) = assigned.assignments.all()
    assert (given.recorded_by, given.agency, given.due_on) == (cast.minh, cast.science, JUNE)
    assert due_on(assigned) == JUNE


def test_choosing_an_assigned_course_keeps_the_assignment(cast, taught):
    assigned = assign(cast, cast.lan, taught.course, due_on=JUNE, now=NOW)
    assert enrol(learner=cast.lan, course=taught.course, now=later(days=1)) == assigned
    assert due_on(assigned) == JUNE
    assert assigned.source == EnrolmentSource.ASSIGNED


def test_said_again_for_the_same_agency_it_is_one_assignment_of_who_said_it_first(cast, taught):
    assign(cast, cast.lan, taught.course, due_on=JUNE, now=NOW)
    enrolment = assign(
        cast, cast.lan, taught.course, due_on=JUNE, assigned_by=cast.admin, now=later(days=1)
    )
    (given,) = enrolment.assignments.all()
    assert (given.recorded_by, given.recorded_at) == (cast.minh, NOW)


@pytest.mark.parametrize("second", [None, DECEMBER])
def test_a_second_agency_takes_no_date_away(cast, taught, second):
    enrolment = assign(cast, cast.lan, taught.course, due_on=JUNE, now=NOW)
    assign(
        cast,
        cast.lan,
        taught.course,
        agency=cast.province,
        assigned_by=cast.admin,
        due_on=second,
        now=later(hours=1),
    )
    assert due_on(enrolment) == JUNE
    given = assignments_on([enrolment], TODAY)[enrolment.pk]
    assert given.due_on == JUNE
    assert [(a.agency, a.due_on) for a in given.in_force] == [
        (cast.science, JUNE),
        (cast.province, second),
    ]


def test_an_earlier_date_of_a_second_agency_counts(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=JUNE, now=NOW)
    assign(cast, cast.lan, taught.course, agency=cast.province, due_on=MARCH, now=NOW)
    assign(cast, cast.lan, taught.course, agency=cast.justice, now=NOW)
    assert due_on(enrolment) == MARCH
    given = assignments_on([enrolment], TODAY)[enrolment.pk]
    assert [a.due_on for a in given.in_force] == [MARCH, JUNE, None]


def test_the_same_agency_assigning_it_again_later_puts_nothing_off(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    assign(cast, cast.lan, taught.course, due_on=DECEMBER, now=later(days=1))
    assert due_on(enrolment, TODAY + dt.timedelta(days=1)) == MARCH


def test_what_is_put_off_is_another_row_from_its_day_on(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    (changed,) = put_off(enrolment, cast, DECEMBER, later(days=5), reason="Nghỉ ốm").done
    assert (changed.agency, changed.recorded_by) == (cast.science, cast.minh)
    days = [TODAY + dt.timedelta(days=n) for n in (-1, 0, 4, 5)]
    assert [due_on(enrolment, day) for day in days] == [None, MARCH, MARCH, DECEMBER]
    assert [is_assigned(enrolment, day) for day in days] == [False, True, True, True]
    assert enrolment.assignments.earliest("pk").due_on == MARCH
    assert "Nghỉ ốm" in told(changed)
    assert cast.minh.full_name in told(changed)


def test_a_date_can_be_put_off_twice_and_on_one_day(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    put_off(enrolment, cast, JUNE, later(hours=1))
    put_off(enrolment, cast, DECEMBER, later(hours=2))
    assert due_on(enrolment) == DECEMBER


def test_a_date_can_be_lifted(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    put_off(enrolment, cast, None, later(days=1))
    tomorrow = TODAY + dt.timedelta(days=1)
    assert (due_on(enrolment, tomorrow), is_assigned(enrolment, tomorrow)) == (None, True)


def test_changing_twice_alike_is_one_row_and_one_entry(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    shown = list(enrolment.assignments.all())
    for _click in range(2):
        result = change_assignments(
            assignments=shown, due_on=JUNE, changed_by=cast.minh, now=later(days=1)
        )
        assert [a.due_on for a in result.done] == [JUNE]
    assert enrolment.assignments.count() == 2
    entry = PageLogEntry.objects.get(action=CHANGE_ACTION)
    assert entry.user == cast.minh
    assert entry.data == {"agency": "so-a", "people": ["lan"], "due_on": JUNE.isoformat()}


def test_the_date_it_has_already_writes_nothing(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    put_off(enrolment, cast, MARCH, later(days=1))
    assert enrolment.assignments.count() == 1
    assert not PageLogEntry.objects.filter(action=CHANGE_ACTION).exists()


def test_what_somebody_else_changed_meanwhile_is_refused(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    shown = list(enrolment.assignments.all())
    put_off(enrolment, cast, JUNE, later(days=1))
    result = change_assignments(assignments=shown, due_on=DECEMBER, changed_by=cast.admin)
    assert result.done == ()
    assert [person for person, _reason in result.refused] == [cast.lan]
    assert enrolment.assignments.count() == 2


def test_of_many_those_are_changed_that_can_be(cast, taught):
    for learner in (cast.lan, cast.nga):
        assign(cast, learner, taught.course, due_on=MARCH, now=NOW)
    done = cast.lan.enrolments.get()
    for page in (taught.first, taught.last):
        complete_activity(enrolment=done, page=page)
    result = change_assignments(
        assignments=list(Assignment.objects.all()), due_on=JUNE, changed_by=cast.minh
    )
    assert [a.enrolment.learner for a in result.done] == [cast.nga]
    assert [person for person, _reason in result.refused] == [cast.lan]


def test_one_is_taken_away_and_the_other_stands(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    assign(cast, cast.lan, taught.course, agency=cast.province, due_on=JUNE, now=NOW)
    withdraw_assignments(
        assignments=list(enrolment.assignments.filter(agency=cast.science)),
        withdrawn_by=cast.minh,
        now=later(days=1),
    )
    assert due_on(enrolment) == MARCH
    assert due_on(enrolment, TODAY + dt.timedelta(days=1)) == JUNE
    enrolment.refresh_from_db()
    assert enrolment.is_open
    assert PageLogEntry.objects.get(action=WITHDRAW_ACTION).data["people"] == ["lan"]


@pytest.mark.parametrize(
    ("chosen", "opened", "stays_open"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
def test_with_its_last_assignment_goes_what_nobody_chose_or_began(
    cast, taught, chosen, opened, stays_open
):
    if chosen:
        enrol(learner=cast.lan, course=taught.course, now=NOW)
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    if opened:
        open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for _click in range(2):
        result = withdraw_assignments(
            assignments=list(enrolment.assignments.filter(replaces=None)),
            withdrawn_by=cast.minh,
            now=later(days=1),
        )
        assert len(result.done) == 1
    enrolment.refresh_from_db()
    assert enrolment.is_open == stays_open
    assert not is_assigned(enrolment, TODAY + dt.timedelta(days=1))
    assert enrolment.assignments.count() == 2


def test_learners_give_up_only_what_is_not_assigned_any_more(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, now=NOW)
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    with pytest.raises(EnrolmentRefused):
        withdraw(enrolment=enrolment, now=later(hours=1))
    withdraw_assignments(
        assignments=list(enrolment.assignments.all()), withdrawn_by=cast.minh, now=later(hours=2)
    )
    assert withdraw(enrolment=enrolment, now=later(hours=3)).withdrawn_at == later(hours=3)


def test_a_course_taken_again_does_not_inherit_the_date_of_the_time_before(cast, taught):
    first = assign(cast, cast.lan, taught.course, due_on=MARCH, now=NOW)
    for page in (taught.first, taught.last):
        complete_activity(enrolment=first, page=page, now=later(days=1))
    again = enrol(learner=cast.lan, course=taught.course, now=later(days=2))
    assert again != first
    assert (due_on(again), is_assigned(again)) == (None, False)


def test_an_assignment_reaches_the_one_it_is_for(cast, taught):
    for learner in (cast.lan, cast.hung):
        enrol(learner=learner, course=taught.course)
    assign(cast, cast.lan, taught.course, due_on=JUNE)
    assert not cast.hung.enrolments.get().assignments.exists()


def test_many_are_locked_in_one_order_whatever_order_they_are_named_in(cast, taught, monkeypatch):
    people = [cast.nga, cast.hung, cast.lan]
    taken = []
    lock = assigning.locked

    def locked(enrolment):
        taken.append(enrolment.learner_id)
        return lock(enrolment)

    monkeypatch.setattr(assigning, "locked", locked)
    assigning.assign_course(
        course=taught.course, people=people, agency=cast.science, assigned_by=cast.minh
    )
    assert taken == sorted(person.pk for person in people)


def test_the_tables_refuse_what_was_never_given_as_taken_away(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    given = Assignment.objects.create(enrolment=enrolment, due_on=MARCH)
    for wrong in ({"replaces": None}, {"replaces": given, "due_on": MARCH}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(enrolment=enrolment, is_withdrawn=True, **wrong)


def test_two_rows_cannot_replace_one(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    given = Assignment.objects.create(enrolment=enrolment, due_on=MARCH)
    Assignment.objects.create(enrolment=enrolment, due_on=JUNE, replaces=given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(enrolment=enrolment, due_on=DECEMBER, replaces=given)


def test_what_was_said_before_is_kept_and_told_with_who_said_it(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=MARCH, reason="Đợt một", now=NOW)
    put_off(enrolment, cast, DECEMBER, later(days=1), reason="Bận")
    on_the_day = assignments_on([enrolment], TODAY)[enrolment.pk]
    assert ([a.due_on for a in on_the_day.in_force], on_the_day.past) == ([MARCH], ())
    put_off_given = assignments_on([enrolment], TODAY + dt.timedelta(days=1))[enrolment.pk]
    assert [a.due_on for a in put_off_given.in_force] == [DECEMBER]
    assert [(a.due_on, a.reason) for a in put_off_given.past] == [(MARCH, "Đợt một")]
    withdraw_assignments(
        assignments=list(enrolment.assignments.filter(replaced_by=None)),
        withdrawn_by=cast.admin,
        now=later(days=2),
    )
    gone = assignments_on([enrolment], TODAY + dt.timedelta(days=2))[enrolment.pk]
    assert (gone.in_force, gone.due_on) == ((), None)
    assert [a.is_withdrawn for a in gone.past] == [True, False, False]
    assert cast.admin.full_name in told(gone.past[0])


def test_the_agency_is_told_by_the_name_it_had_that_day(cast, taught):
    enrolment = assign(cast, cast.lan, taught.course, due_on=DECEMBER, now=NOW)
    revise_agency(
        agency=cast.science,
        effective_on=TODAY + dt.timedelta(days=1),
        name="Sở Số và Đổi mới",
        recorded_by=cast.admin,
    )
    put_off(enrolment, cast, JUNE, later(days=2))
    given = assignments_on([enrolment], TODAY + dt.timedelta(days=2))[enrolment.pk]
    assert "Sở Khoa học và Công nghệ" in told(given.past[0])
    assert "Sở Số và Đổi mới" in told(given.in_force[0])


def test_an_assignment_sent_again_is_recorded_once_in_the_history_too(cast, taught):
    for day in (0, 1):
        assign(cast, cast.lan, taught.course, due_on=JUNE, now=later(days=day))
    assert Assignment.objects.count() == 1
    assert PageLogEntry.objects.filter(action=assigning.ASSIGN_ACTION).count() == 1


@pytest.mark.parametrize("completes", [True, False])
def test_what_ends_while_an_assignment_waits_for_it_is_not_assigned(
    cast, taught, monkeypatch, completes
):
    """Somebody completes, or gives up, the course between what was read and what is locked."""
    first = enrol(learner=cast.lan, course=taught.course, now=NOW)
    lock = assigning.locked

    def locked(enrolment):
        if enrolment == first and Enrolment.objects.open().filter(pk=first.pk).exists():
            if completes:
                for page in (taught.first, taught.last):
                    complete_activity(enrolment=first, page=page, now=NOW)
            else:
                withdraw(enrolment=first, now=NOW)
        return lock(enrolment)

    monkeypatch.setattr(assigning, "locked", locked)
    result = assigning.assign_course(
        course=taught.course, people=[cast.lan], agency=cast.science, assigned_by=cast.minh
    )
    assert not first.assignments.exists()
    assert result.completed == ((cast.lan,) if completes else ())
    assert Assignment.objects.count() == (0 if completes else 1)


@pytest.mark.parametrize("by_the_learner", [True, False])
def test_what_is_given_up_keeps_its_title(cast, taught, by_the_learner):
    title = taught.course.title
    if by_the_learner:
        enrolment = enrol(learner=cast.lan, course=taught.course)
        withdraw(enrolment=enrolment)
    else:
        enrolment = assign(cast, cast.lan, taught.course)
        withdraw_assignments(assignments=list(enrolment.assignments.all()), withdrawn_by=cast.minh)
    taught.course.title = "Tên mới"
    taught.course.save()
    assert Enrolment.objects.get(pk=enrolment.pk).title == title
