"""The sample of every kind of question as a learner meets it; nothing is stored."""

import uuid

from assessments.models import Question
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import QuestionType
from assessments.taking.presentation import QuestionView
from assessments.taking.question_preview import question_preview


def sample_questions() -> list[QuestionView]:
    """Return the samples in the order of the registry, numbered from 1."""
    return [
        question_preview(_sample_of(question_type), number=number)["question"]
        for number, question_type in enumerate(QUESTION_TYPES.values(), start=1)
    ]


def _sample_of(question_type: QuestionType) -> Question:
    ids = iter(lambda: str(uuid.uuid4()), None)
    raw = question_type.from_row(question_type.sample_row, ids)
    block = Question._meta.get_field("content").stream_block
    content = block.to_python([{"type": question_type.kind, "value": raw}])
    return Question(text=f"<p>{question_type.label}</p>", content=content)
