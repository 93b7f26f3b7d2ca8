import pytest

from lms.enrolments import services
from lms.enrolments.exceptions import EnrolmentClosed, EnrolmentRefused
from lms.enrolments.models import ActivityProgress, Enrolment, EnrolmentSource
from lms.enrolments.services import (
    complete_activity,
    enrol,
    finish_course,
    open_activity,
    record_sign_of_life,
    withdraw,
)
from tests.enrolments.conftest import NOW, later
from tests.locks import taken_first


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
    assigned = enrol(learner=cast.lan, course=taught.course, source=EnrolmentSource.ASSIGNED)
    assert assigned.source == EnrolmentSource.ASSIGNED


def test_nobody_is_enrolled_who_may_not_sign_in(cast, taught):
    cast.lan.is_active = False
    cast.lan.save()
    with pytest.raises(EnrolmentRefused):
        enrol(learner=cast.lan, course=taught.course)


@pytest.mark.parametrize("act", [withdraw, finish_course])
def test_acts_on_one_enrolment_come_one_after_the_other(cast, taught, act):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert taken_first(lambda: act(enrolment=enrolment), Enrolment) == {enrolment.pk}


def test_the_last_opening_is_the_latest_whatever_order_they_arrive_in(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course, now=NOW)
    moments = [later(minutes=5), later(minutes=9), later(minutes=7)]
    rows = [open_activity(enrolment=enrolment, page=taught.first, now=m) for m in moments]
    assert [row.last_opened_at for row in rows] == [moments[0], moments[1], moments[1]]
    progress = enrolment.progress.get()
    assert (progress.first_opened_at, progress.last_opened_at) == (moments[0], moments[1])


def test_of_two_first_openings_at_once_the_one_before_stays(cast, taught, monkeypatch):
    enrolment = enrol(learner=cast.lan, course=taught.course, now=NOW)
    read = services.course_outline

    def outrun(course, own):
        """Let the other request write its row after this one looked for one."""
        ActivityProgress.objects.create(
            enrolment=own, page=taught.first, first_opened_at=NOW, last_opened_at=NOW
        )
        return read(course, own)

    monkeypatch.setattr(services, "course_outline", outrun)
    progress = open_activity(enrolment=enrolment, page=taught.first, now=later(seconds=1))
    assert (progress.first_opened_at, progress.last_opened_at) == (NOW, later(seconds=1))
    assert enrolment.progress.count() == 1


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
