"""A statement that is true or false."""

import random
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import Answer, Body

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


class TrueFalse:
    """The answer is "true" or "false"."""

    kind = "true_false"
    label = _("True or false")
    block = TrueFalseBlock

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"answer": value["answer"], "feedback": value["feedback"] or ""}

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        return []

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False)

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, ""):
            return None
        if answer not in ("true", "false"):
            raise InvalidAnswer("true or false is expected")
        return answer

    def grade(self, body: Body, answer: Answer) -> float:
        return 1.0 if answer == body["answer"] else 0.0

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [str(label) for value, label in CHOICES if value == answer]

    def key_text(self, body: Body) -> list[str]:
        return self.answer_text(body, body["answer"])
