import datetime as dt

import pytest

from lms.enrolments.exceptions import EnrolmentClosed, EnrolmentRefused
from lms.enrolments.models import Enrolment, EnrolmentSource
from lms.enrolments.services import (
    complete_activity,
    enrol,
    open_activity,
    record_sign_of_life,
    withdraw,
)
from tests.enrolments.conftest import NOW, later


def test_enrolling_twice_gives_the_same_enrolment(cast, taught):
    first = enrol(learner=cast.lan, course=taught.course, now=NOW)
    again = enrol(learner=cast.lan, course=taught.course, now=later(days=1))
    assert first == again
    assert again.opened_at == NOW


def test_two_learners_have_enrolments_of_their_own(cast, taught):
    enrol(learner=cast.lan, course=taught.course)
    enrol(learner=cast.hung, course=taught.course)
    assert Enrolment.objects.for_learner(cast.lan).count() == 1


def test_an_unpublished_course_takes_nobody(cast, taught):
    taught.course.unpublish()
    with pytest.raises(EnrolmentRefused):
        enrol(learner=cast.lan, course=taught.course)


def test_nobody_chooses_a_course_that_is_only_assigned(cast, taught):
    taught.course.enrolment_policy = "assigned"
    taught.course.save()
    with pytest.raises(EnrolmentRefused):
        enrol(learner=cast.lan, course=taught.course)
    enrolment = enrol(
        learner=cast.lan,
        course=taught.course,
        source=EnrolmentSource.ASSIGNED,
        assigned_by=cast.minh,
        due_on=dt.date(2026, 6, 30),
    )
    assert enrolment.assigned_by == cast.minh


def test_nobody_is_enrolled_who_may_not_sign_in(cast, taught):
    cast.lan.is_active = False
    cast.lan.save()
    with pytest.raises(EnrolmentRefused):
        enrol(learner=cast.lan, course=taught.course)


def test_an_assignment_adds_its_date_to_the_open_enrolment(cast, taught):
    chosen = enrol(learner=cast.lan, course=taught.course)
    assigned = enrol(
        learner=cast.lan,
        course=taught.course,
        source=EnrolmentSource.ASSIGNED,
        assigned_by=cast.minh,
        due_on=dt.date(2026, 6, 30),
    )
    assert assigned == chosen
    assert assigned.due_on == dt.date(2026, 6, 30)
    assert not assigned.may_be_withdrawn


def test_choosing_an_assigned_course_keeps_the_assignment(cast, taught):
    enrol(
        learner=cast.lan,
        course=taught.course,
        source=EnrolmentSource.ASSIGNED,
        due_on=dt.date(2026, 6, 30),
    )
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert enrolment.source == EnrolmentSource.ASSIGNED
    assert enrolment.due_on == dt.date(2026, 6, 30)


def test_withdrawing_twice_keeps_the_first_time(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course, now=NOW)
    withdraw(enrolment=enrolment, now=later(hours=1))
    again = withdraw(enrolment=enrolment, now=later(hours=2))
    assert again.withdrawn_at == later(hours=1)


def test_a_completed_course_cannot_be_given_up(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    for page in (taught.first, taught.last):
        complete_activity(enrolment=enrolment, page=page)
    with pytest.raises(EnrolmentRefused):
        withdraw(enrolment=enrolment)


def test_nothing_is_recorded_after_withdrawing(cast, taught):
    enrolment = withdraw(enrolment=enrol(learner=cast.lan, course=taught.course))
    for act in (open_activity, record_sign_of_life, complete_activity):
        with pytest.raises(EnrolmentClosed):
            act(enrolment=enrolment, page=taught.first)
    assert not enrolment.progress.exists()


def test_a_learner_may_come_back_after_withdrawing(cast, taught):
    first = withdraw(enrolment=enrol(learner=cast.lan, course=taught.course))
    second = enrol(learner=cast.lan, course=taught.course)
    assert second != first
    assert second.is_open
