"""Versions of a question."""

from assessments.banks.publishing import publish_question
from assessments.models import Question


def test_publishing_unchanged_content_makes_no_version(quizzed) -> None:
    question = Question.objects.get(pk=quizzed.questions[0].pk)
    before = question.current_version_id
    assert publish_question(question=question).pk == before
    assert question.versions.count() == 1
