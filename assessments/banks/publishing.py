"""Publishing a question: freezing what the author wrote as a version learners can meet."""

from django.db import transaction

from assessments.banks.content import QuestionContent
from assessments.banks.models import Question, QuestionVersion
from assessments.question_types import QUESTION_TYPES
from assessments.words import QuestionStatus
from lms.accounts.models import User


def frozen_content(question: Question) -> QuestionContent:
    """Return what a version of the question as it stands holds."""
    child = question.content[0]
    return QuestionContent(
        kind=child.block_type,
        text=question.text,
        explanation=question.explanation,
        legal_basis=question.legal_basis,
        body=QUESTION_TYPES[child.block_type].freeze(child.value),
    )


@transaction.atomic
def publish_question(*, question: Question, author: User | None = None) -> QuestionVersion:
    """Make a saved question ready; add a version only where its content differs from the last.

    The question's own fields must have been validated and saved before.
    """
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    content = frozen_content(question)
    version = locked.current_version
    # Compared as read: the same question stored by an earlier release is no other question.
    if version is None or version.frozen != content:
        latest = locked.versions.order_by("-number").first()
        version = QuestionVersion.objects.create(
            question=locked,
            number=latest.number + 1 if latest else 1,
            kind=content.kind,
            content=content.as_json(),
            created_by=author,
        )
    question.current_version = version
    question.status = QuestionStatus.READY
    Question.objects.filter(pk=question.pk).update(
        current_version=version, status=QuestionStatus.READY
    )
    return version
