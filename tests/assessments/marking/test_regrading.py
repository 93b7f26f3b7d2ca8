"""Grading anew by a corrected key; the first grading stays."""

import pytest

from assessments.attempts import ledger
from assessments.banks.publishing import publish_question
from assessments.marking.gradings import submit_attempt
from assessments.marking.regrading import regrade_attempt
from assessments.models import Question
from assessments.words import GradingReason, ResponseState
from certificates.models import Doubt
from lms.enrolments.models import ActivityProgress
from tests.assessments.conftest import NOW, later
from tests.assessments.makers import CONTENT, RIGHT, answer_all
from tests.certificates.samples import make_design


def test_a_regrade_uses_the_corrected_key_and_keeps_the_first_grading(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt, {**RIGHT, "true_false": "false"})
    first = submit_attempt(attempt=attempt)
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    question.content[0].value["answer"] = "false"
    question.save()
    version = publish_question(question=question)

    second = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="Sửa đáp án")

    attempt.refresh_from_db()
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.fraction < second.fraction == attempt.fraction == 1
    assert second.responses.get(slot=3).question_version == version
    assert (second.reason, second.note) == (GradingReason.REGRADED, "Sửa đáp án")


def test_a_regrade_judges_by_the_seen_version_where_the_answer_no_longer_fits(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    question = Question.objects.get(pk=quizzed.questions[0].pk)
    del question.content[0].value["options"][0]
    question.save()
    publish_question(question=question)
    second = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="")
    assert second.fraction == 1


def correct_key(question: Question, answer: str) -> None:
    """Publish a question of yes and no with another key."""
    question = Question.objects.get(pk=question.pk)
    question.content[0].value["answer"] = answer
    question.save()
    publish_question(question=question)


def test_a_regrade_to_passed_completes_the_activity_and_the_course(quizzed) -> None:
    quizzed.change(pass_mark=100)
    attempt = quizzed.start()
    answer_all(attempt, {**RIGHT, "true_false": "false"})
    assert not submit_attempt(attempt=attempt, now=later(minutes=5)).passed
    assert ActivityProgress.objects.get().completed_at is None
    correct_key(quizzed.questions[2], "false")

    trainer = quizzed.cast.trainer
    regraded = regrade_attempt(attempt=attempt, graded_by=trainer, note="", now=later(days=2))

    assert (regraded.graded_by, regraded.graded_at) == (trainer, later(days=2))
    assert ActivityProgress.objects.get().completed_at == later(days=2)
    quizzed.enrolment.refresh_from_db()
    assert quizzed.enrolment.completed_at == later(days=2)


def test_a_regrade_to_failed_leaves_completed_what_is(quizzed) -> None:
    quizzed.change(pass_mark=100)
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt, now=later(minutes=5))
    correct_key(quizzed.questions[2], "false")
    regraded = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="")
    assert not regraded.passed
    assert ActivityProgress.objects.get().completed_at == later(minutes=5)


def test_a_regrade_to_failed_leaves_the_document_to_a_person(quizzed) -> None:
    quizzed.change(pass_mark=100)
    quizzed.course.certificate_design = make_design()
    quizzed.course.save()
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt, now=later(minutes=5))
    trainer = quizzed.cast.trainer
    regrade_attempt(attempt=attempt, graded_by=trainer, note="Như cũ")
    assert not Doubt.objects.exists()
    correct_key(quizzed.questions[2], "false")
    for note in ("Sửa đáp án", "Một lần nữa"):
        regrade_attempt(attempt=attempt, graded_by=trainer, note=note, now=later(days=2))
    doubt = Doubt.objects.get()
    assert "Sửa đáp án" in doubt.cause
    assert (doubt.raised_by, doubt.raised_at) == (trainer, later(days=2))
    assert doubt.certificate.status == "valid"


def test_a_regrade_judges_no_answer_that_came_after_the_end(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    ledger.append(attempt, {1: RIGHT["single_choice"]}, later(minutes=10, seconds=1))
    gradings = [
        submit_attempt(attempt=attempt, now=later(minutes=12)),
        regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note=""),
    ]
    for grading in gradings:
        assert grading.responses.get(slot=1).state == ResponseState.UNANSWERED


def test_a_regrade_judges_by_the_seen_version_where_the_question_became_another(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    # Its answer, "true", could be an answer to a question of this kind too.
    question.content = [("short_text", {**CONTENT["short_text"], "accepted": ["nền tảng"]})]
    question.save()
    publish_question(question=Question.objects.get(pk=question.pk))
    again = regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="", now=NOW)
    assert again.fraction == 1


def test_a_regrade_judges_by_the_seen_version_where_there_is_no_current_one(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    Question.objects.update(current_version=None, status="draft")
    assert regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="").fraction == 1


def test_a_running_attempt_cannot_be_regraded(quizzed) -> None:
    with pytest.raises(ValueError, match="graded"):
        regrade_attempt(attempt=quizzed.start(), graded_by=quizzed.cast.trainer, note="")
