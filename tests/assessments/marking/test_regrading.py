"""Grading anew by a corrected key; the first grading stays."""

import pytest

from assessments.banks.publishing import publish_question
from assessments.marking.gradings import regrade_attempt, submit_attempt
from assessments.models import Question
from assessments.words import (
    GradingReason,
)
from tests.assessments.makers import RIGHT, answer_all


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


def test_a_running_attempt_cannot_be_regraded(quizzed) -> None:
    with pytest.raises(ValueError, match="graded"):
        regrade_attempt(attempt=quizzed.start(), graded_by=quizzed.cast.trainer, note="")
