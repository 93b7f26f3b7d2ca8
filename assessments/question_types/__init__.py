"""The kinds of questions, one a file. To add one: its file, a line here, a template, a test."""

from wagtail.blocks import StructBlock

from assessments.question_types.base import QuestionType
from assessments.question_types.matching import Matching
from assessments.question_types.multiple_choice import MultipleChoice
from assessments.question_types.numeric import Numeric
from assessments.question_types.short_text import ShortText
from assessments.question_types.single_choice import SingleChoice
from assessments.question_types.true_false import TrueFalse

QUESTION_TYPES: dict[str, QuestionType] = {
    question_type.kind: question_type
    for question_type in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        ShortText(),
        Numeric(),
        Matching(),
    )
}


def question_blocks() -> list[tuple[str, StructBlock]]:
    """Return the author's block of every kind."""
    return [(kind, question_type.block()) for kind, question_type in QUESTION_TYPES.items()]


__all__ = ["QUESTION_TYPES", "QuestionType", "question_blocks"]
