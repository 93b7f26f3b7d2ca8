"""Handing in: what was given before the end is what counts, once."""

import pytest
import time_machine
from django.db import IntegrityError

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.banks.publishing import publish_question
from assessments.marking.gradings import close_expired_attempts, close_if_expired, submit_attempt
from assessments.marking.regrading import count_arrived, regrade_attempt
from assessments.models import Attempt, Grading, Question, Response
from assessments.taking.starting import start_attempt
from assessments.words import (
    AttemptState,
    GradingReason,
    QuizPurpose,
)
from lms.enrolments.models import ActivityProgress
from lms.enrolments.services import enrol, withdraw
from tests.assessments.conftest import NOW, later
from tests.assessments.makers import WRONG, answer_all


def regrade(attempt: Attempt, quizzed) -> Grading:
    return regrade_attempt(attempt=attempt, graded_by=quizzed.cast.trainer, note="")


def test_handing_in_grades_once_however_often(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    gradings = {submit_attempt(attempt=attempt, now=later(minutes=5)).pk for _ in range(13)}

    attempt.refresh_from_db()
    assert len(gradings) == Grading.objects.count() == 1
    assert Response.objects.count() == 6
    assert (attempt.state, attempt.fraction, attempt.passed) == (AttemptState.GRADED, 1, True)
    assert attempt.submitted_at == later(minutes=5)


def test_a_grading_keeps_the_answers_and_when_they_were_graded(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    grading = submit_attempt(attempt=attempt, now=later(minutes=5))
    assert (grading.graded_at, grading.graded_by) == (later(minutes=5), None)
    answers = dict(grading.responses.values_list("slot", "answer"))
    assert answers == ledger.current_answers(attempt)


def test_a_submission_that_loses_the_race_gives_the_result_in_force(quizzed, monkeypatch) -> None:
    from assessments.marking import gradings

    beside, attempt = quizzed.start_beside(), quizzed.start()
    submit_attempt(attempt=attempt)
    first = regrade(attempt, quizzed)
    submit_attempt(attempt=beside)
    regrade(beside, quizzed)
    regrade(beside, quizzed)
    stale = Attempt.objects.select_related("enrolment", "quiz").get(pk=attempt.pk)
    stale.state = AttemptState.IN_PROGRESS
    monkeypatch.setattr(gradings, "locked_attempt", lambda _attempt: stale)

    def collide(*_args, **_kwargs):
        raise IntegrityError("grading_number_unique")

    monkeypatch.setattr(gradings, "record_grading", collide)
    assert submit_attempt(attempt=attempt) == first
    assert attempt.gradings.count() == 2


def test_a_collision_that_no_other_grading_explains_is_not_hidden(quizzed, monkeypatch) -> None:
    from assessments.marking import gradings

    def collide(*_args, **_kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(gradings, "record_grading", collide)
    with pytest.raises(IntegrityError):
        submit_attempt(attempt=quizzed.start())


def test_passing_the_last_required_activity_completes_the_course(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    quizzed.enrolment.refresh_from_db()
    assert quizzed.enrolment.completed_at is not None


def test_failing_completes_nothing(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt, WRONG)
    assert submit_attempt(attempt=attempt).passed is False
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_practice_quiz_is_completed_by_handing_in(quizzed) -> None:
    quizzed.change(purpose=QuizPurpose.PRACTICE)
    submit_attempt(attempt=quizzed.start())
    assert ActivityProgress.objects.get().completed_at is not None


def test_a_practice_quiz_that_ran_out_unanswered_is_not_completed(quizzed) -> None:
    quizzed.change(purpose=QuizPurpose.PRACTICE, time_limit_minutes=5)
    attempt = quizzed.start()
    submit_attempt(attempt=attempt, now=later(minutes=6))
    assert ActivityProgress.objects.get().completed_at is None


def test_a_practice_quiz_that_ran_out_with_an_answer_is_completed(quizzed) -> None:
    quizzed.change(purpose=QuizPurpose.PRACTICE, time_limit_minutes=5)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=3, answer="false", sequence=1, now=later(minutes=1))
    submit_attempt(attempt=attempt, now=later(minutes=6))
    assert ActivityProgress.objects.get().completed_at == later(minutes=6)


def test_an_attempt_is_closed_when_its_time_is_up_and_not_before(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    assert close_if_expired(attempt=attempt, now=later(minutes=9)) is False
    assert close_if_expired(attempt=attempt, now=later(minutes=10)) is True
    grading = attempt.gradings.get()
    assert (grading.reason, grading.graded_at) == (GradingReason.TIME_UP, later(minutes=10))
    attempt.refresh_from_db()
    assert close_if_expired(attempt=attempt, now=later(minutes=11)) is False


def test_without_another_moment_the_clock_decides_what_has_expired(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    with time_machine.travel(later(minutes=9), tick=False):
        assert close_if_expired(attempt=attempt) is False
        assert close_expired_attempts() == 0
        assert close_expired_attempts(now=later(minutes=8)) == 0
    with time_machine.travel(later(minutes=11), tick=False):
        assert close_expired_attempts(now=later(minutes=9)) == 0
        assert close_expired_attempts() == 1


def test_the_result_and_the_completion_are_one_transaction(quizzed, monkeypatch) -> None:
    from assessments.marking import recording

    def fail(**_kwargs):
        raise RuntimeError("the power failed")

    monkeypatch.setattr(recording, "complete_activity", fail)
    attempt = quizzed.start()
    answer_all(attempt)
    with pytest.raises(RuntimeError):
        submit_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.IN_PROGRESS
    assert not Grading.objects.exists()


def test_a_result_stands_even_if_the_learner_has_withdrawn(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    withdraw(enrolment=quizzed.enrolment)
    assert submit_attempt(attempt=attempt).passed


def test_expired_attempts_are_closed_once_and_others_left(quizzed, cast) -> None:
    quizzed.change(time_limit_minutes=10)
    expired = quizzed.start()
    other = enrol(learner=cast.nga, course=quizzed.course, now=NOW)
    running = start_attempt(
        learner=cast.nga, quiz=quizzed.quiz, enrolment=other, now=later(minutes=5)
    )
    assert close_expired_attempts(now=later(minutes=11)) == 1
    assert close_expired_attempts(now=later(minutes=11)) == 0
    expired.refresh_from_db()
    running.refresh_from_db()
    assert (expired.state, running.state) == (AttemptState.GRADED, AttemptState.IN_PROGRESS)


def test_editing_a_question_changes_neither_a_running_nor_a_past_attempt(quizzed) -> None:
    attempt = quizzed.start()
    answer_all(attempt)
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    question.content[0].value["answer"] = "false"
    question.save()
    publish_question(question=question)
    assert submit_attempt(attempt=attempt).fraction == 1


@pytest.mark.parametrize(("seconds", "counts"), [(-1, True), (0, False), (1, False)])
def test_only_what_arrived_before_the_end_is_counted_after_it(quizzed, seconds, counts) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    submit_attempt(attempt=attempt, now=later(minutes=11))
    at = later(minutes=10, seconds=seconds)
    for _time in range(2):
        arrived = {1: "00000001"}
        was_counted = count_arrived(attempt=attempt, answers=arrived, sequence=0, arrived_at=at)
        assert was_counted is counts
    assert attempt.gradings.count() == 1 + counts
    assert ledger.current_answers(attempt) == ({1: "00000001"} if counts else {})
