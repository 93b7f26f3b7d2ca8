"""A statement that is true or false."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import Answer, Body, QuestionType
from assessments.question_types.rows import Cells, Flag, Text

CHOICES = [("true", _("True")), ("false", _("False"))]


class TrueFalseBlock(blocks.StructBlock):
    answer = blocks.ChoiceBlock(label=_("The statement is"), choices=CHOICES)
    feedback = blocks.CharBlock(
        label=_("Feedback for the wrong answer"), required=False, max_length=500
    )

    class Meta:
        icon = "check"
        label = _("True or false")
        label_format = _("True or false")


@dataclass(frozen=True)
class Verdict(Flag):
    """true or false in a file, one of CHOICES in the block."""

    default: bool | None = None

    def read(self, value: Any, name: str, ids: Iterator[str]) -> str:
        return "true" if super().read(value, name, ids) else "false"

    def write(self, value: Any) -> bool:
        return value == "true"


class TrueFalse(QuestionType):
    """The answer is "true" or "false"."""

    kind = "true_false"
    label = _("True or false")
    block = TrueFalseBlock
    cells = Cells({"answer": Verdict(), "feedback": Text("")})
    sample_row = {"answer": True, "feedback": "Xem lại Điều 3."}
    may_be_cleared = True

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"answer": value["answer"], "feedback": value["feedback"] or ""}

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False)

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, ""):
            return None
        if answer not in ("true", "false"):
            raise InvalidAnswer("true or false is expected")
        return answer

    def grade(self, body: Body, answer: Answer) -> Fraction:
        return Fraction(answer == body["answer"])

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        return next(value for value, _label in CHOICES if (value == body["answer"]) is right)

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [str(label) for value, label in CHOICES if value == answer]

    def key_text(self, body: Body) -> list[str]:
        return self.answer_text(body, body["answer"])

    def feedback(self, body: Body, answer: Answer) -> str:
        return body["feedback"]
