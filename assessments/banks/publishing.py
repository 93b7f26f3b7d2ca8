"""Publishing a question: freezing what the author wrote as a version learners can meet."""

from typing import Any

from django.db import transaction

from assessments.banks.models import Question, QuestionVersion
from assessments.question_types import QUESTION_TYPES
from assessments.words import QuestionStatus
from lms.accounts.models import User


def frozen_content(question: Question) -> dict[str, Any]:
    """Return a question as a version stores it: see `QuestionVersion.content`."""
    child = question.content[0]
    return {
        "text": question.text,
        "explanation": question.explanation,
        "legal_basis": question.legal_basis,
        "body": QUESTION_TYPES[child.block_type].freeze(child.value),
    }


@transaction.atomic
def publish_question(*, question: Question, author: User | None = None) -> QuestionVersion:
    """Make a saved question ready; add a version only where its content differs from the last.

    The question's own fields must have been validated and saved before.
    """
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    kind, content = question.content[0].block_type, frozen_content(question)
    version = locked.current_version
    if version is None or version.kind != kind or version.content != content:
        latest = locked.versions.order_by("-number").first()
        version = QuestionVersion.objects.create(
            question=locked,
            number=latest.number + 1 if latest else 1,
            kind=kind,
            content=content,
            created_by=author,
        )
    question.current_version = version
    question.status = QuestionStatus.READY
    Question.objects.filter(pk=question.pk).update(
        current_version=version, status=QuestionStatus.READY
    )
    return version
