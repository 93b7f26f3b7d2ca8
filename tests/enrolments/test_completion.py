import datetime as dt

import pytest
from django.utils import timezone

from certificates.models import Certificate
from lms.agencies.models import Posting
from lms.competencies.models import Evidence, EvidenceKind
from lms.enrolments.exceptions import ActivityLocked, ActivityNotInCourse, EnrolmentClosed
from lms.enrolments.models import Enrolment
from lms.enrolments.services import complete_activity, enrol, finish_course, withdraw
from tests.cast import make_posting
from tests.courses.makers import (
    add_outcome,
    make_competency,
    make_course,
    make_design,
    make_lesson,
    make_quiz,
)
from tests.enrolments.conftest import NOW, later


def complete_all(learner, taught, now=NOW):
    enrolment = enrol(learner=learner, course=taught.course, now=now)
    for page in (taught.first, taught.last):
        enrolment = complete_activity(enrolment=enrolment, page=page, now=now)
    return enrolment


def test_the_last_required_activity_completes_the_course(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course, now=NOW)
    enrolment = complete_activity(enrolment=enrolment, page=taught.first, now=later(hours=1))
    assert enrolment.completed_at is None
    enrolment = complete_activity(enrolment=enrolment, page=taught.last, now=later(hours=2))
    assert enrolment.completed_at == later(hours=2)
    assert enrolment.credited_periods == 8
    assert enrolment.course_title == taught.course.title


def test_completing_again_changes_nothing(cast, taught):
    enrolment = complete_all(cast.lan, taught)
    again = complete_activity(enrolment=enrolment, page=taught.first, now=later(days=9))
    assert again.completed_at == NOW
    assert again.progress.get(page=taught.first).completed_at == NOW


def test_editing_the_course_changes_no_completed_record(cast, taught):
    enrolment = complete_all(cast.lan, taught)
    title = taught.course.title
    taught.course.title = "Tên mới"
    taught.course.credited_periods = 40
    taught.course.save()
    enrolment.refresh_from_db()
    assert (enrolment.title, enrolment.credited_periods) == (title, 8)


def test_attack_35_a_locked_activity_cannot_be_completed(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    with pytest.raises(ActivityLocked) as refusal:
        complete_activity(enrolment=enrolment, page=in_order.last)
    assert "Bài 1" in str(refusal.value.message)


def test_an_activity_of_another_course_cannot_be_completed(cast, taught):
    other = make_lesson(make_course(cast, "Khóa khác", code="K-2"))
    enrolment = enrol(learner=cast.lan, course=taught.course)
    with pytest.raises(ActivityNotInCourse):
        complete_activity(enrolment=enrolment, page=other)


def test_what_was_opened_can_be_completed_though_it_was_unpublished_meanwhile(cast, taught):
    from lms.enrolments.services import open_activity

    quiz = make_quiz(taught.course)
    enrolment = enrol(learner=cast.lan, course=taught.course)
    open_activity(enrolment=enrolment, page=quiz)
    quiz.unpublish()
    taught.course.unpublish()
    complete_activity(enrolment=enrolment, page=quiz)
    assert enrolment.progress.get(page=quiz).completed_at is not None


def test_what_was_opened_stays_open_when_a_lesson_is_put_before_it(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    complete_activity(enrolment=enrolment, page=in_order.first)
    from lms.enrolments.services import open_activity

    open_activity(enrolment=enrolment, page=in_order.last)
    new = make_lesson(in_order.course, "Bài mới")
    new.move(in_order.first, pos="left")
    complete_activity(enrolment=enrolment, page=in_order.last)
    assert enrolment.progress.get(page=in_order.last).completed_at is not None


def test_taking_the_last_open_lesson_out_lets_the_learner_finish(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    assert finish_course(enrolment=enrolment).completed_at is None
    taught.last.unpublish()
    assert finish_course(enrolment=enrolment).completed_at is not None


def test_a_course_is_finished_at_the_moment_it_is_asked_for_and_once(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course, now=NOW)
    complete_activity(enrolment=enrolment, page=taught.first, now=NOW)
    taught.last.unpublish()
    assert finish_course(enrolment=enrolment, now=later(days=1)).completed_at == later(days=1)
    assert finish_course(enrolment=enrolment, now=later(days=2)).completed_at == later(days=1)


def test_a_course_that_was_given_up_is_not_finished(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    taught.last.unpublish()
    withdraw(enrolment=enrolment)
    with pytest.raises(EnrolmentClosed):
        finish_course(enrolment=enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_taking_the_course_again_is_a_new_row_that_starts_from_nothing(cast, taught):
    first = complete_all(cast.lan, taught)
    second = enrol(learner=cast.lan, course=taught.course, now=later(days=400))
    assert second != first
    assert second.progress.count() == 0
    for page in (taught.first, taught.last):
        second = complete_activity(enrolment=second, page=page, now=later(days=401))
    assert second.completed_at == later(days=401)
    assert Enrolment.objects.completed().count() == 2


def test_completion_records_evidence_for_each_competency_at_its_highest_level(cast, taught):
    one, two = make_competency("CT01"), make_competency("CT02")
    add_outcome(taught.course, one, level=1)
    add_outcome(taught.course, one, level=3)
    add_outcome(taught.course, two, level=2)
    add_outcome(taught.course, None)
    enrolment = complete_all(cast.lan, taught)
    rows = Evidence.objects.for_learner(cast.lan).order_by("competency__code")
    assert [(e.competency.code, e.level.number) for e in rows] == [("CT01", 3), ("CT02", 2)]
    assert {e.kind for e in rows} == {EvidenceKind.COURSE}
    assert {e.source_reference for e in rows} == {enrolment.reference}
    assert {e.achieved_on for e in rows} == {timezone.localdate(NOW)}


def test_a_course_without_a_design_gives_no_certificate(cast, taught):
    complete_all(cast.lan, taught)
    assert not Certificate.objects.exists()


@pytest.fixture
def certified(taught):
    taught.course.certificate_design = make_design()
    taught.course.certificate_validity_months = 24
    taught.course.save()
    add_outcome(taught.course, make_competency())
    return taught


def test_completion_issues_one_certificate_that_expires(cast, certified):
    enrolment = complete_all(cast.lan, certified)
    complete_activity(enrolment=enrolment, page=certified.last)
    certificate = Certificate.objects.get()
    assert certificate.learner == cast.lan
    assert certificate.source_reference == enrolment.reference
    assert certificate.course_reference == certified.course.reference
    assert certificate.issued_on == dt.date(2026, 3, 2)
    assert certificate.expires_on == dt.date(2028, 3, 2)
    assert certificate.printed["credited_periods"] == 8
    assert Evidence.objects.get().expires_on == dt.date(2028, 3, 2)


def test_the_certificate_names_the_agency_of_that_day(cast, certified):
    Posting.objects.filter(learner=cast.lan).update(valid_to=dt.date(2026, 3, 2))
    make_posting(cast.lan, cast.justice, cast.specialist, valid_from=dt.date(2026, 3, 2))
    complete_all(cast.lan, certified)
    printed = Certificate.objects.get().printed
    assert "Sở Tư pháp" in str(printed)
    assert "Sở Khoa học và Công nghệ" not in str(printed.get("agency_name", ""))


def test_somebody_without_a_posting_gets_a_certificate_too(cast, certified):
    complete_all(cast.trainer, certified)
    assert Certificate.objects.get().learner == cast.trainer


def test_taking_the_course_again_supersedes_the_certificate(cast, certified):
    first = complete_all(cast.lan, certified)
    second = complete_all(cast.lan, certified, now=later(days=400))
    old = Certificate.objects.get(source_reference=first.reference)
    new = Certificate.objects.get(source_reference=second.reference)
    assert old.successor_on(new.issued_on) == new


def test_a_failing_certificate_leaves_nothing_half_done(cast, certified, monkeypatch):
    def fail(**kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("lms.enrolments.completion.issue_certificate", fail)
    enrolment = enrol(learner=cast.lan, course=certified.course)
    complete_activity(enrolment=enrolment, page=certified.first)
    with pytest.raises(OSError, match="no space"):
        complete_activity(enrolment=enrolment, page=certified.last)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert not enrolment.progress.filter(page=certified.last, completed_at__isnull=False).exists()
    assert not Evidence.objects.exists()
