"""Several right answers among several options."""

import random
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types import options
from assessments.question_types.base import Answer, Body


class MultipleChoiceBlock(blocks.StructBlock):
    options = options.options_block()

    class Meta:
        icon = "tasks"
        label = _("Multiple choice")
        label_format = _("Multiple choice")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        options.check_distinct(cleaned["options"])
        right = sum(bool(option["correct"]) for option in cleaned["options"])
        if right == 0:
            raise ValidationError(_("Mark at least one option as right."))
        if right == len(cleaned["options"]):
            raise ValidationError(_("At least one option must be wrong."))
        return cleaned


class MultipleChoice(options.OptionsType):
    """The answer is the sorted list of the ids of the chosen options.

    Each right option chosen earns 1/right, each wrong one costs 1/wrong, never below 0: so
    choosing everything earns nothing.
    """

    kind = "multiple_choice"
    label = _("Multiple choice")
    block = MultipleChoiceBlock
    sample_row = {
        "options": [
            {"text": "LGSP", "correct": True},
            {"text": "NDXP", "correct": True},
            {"text": "VNeID"},
            {"text": "Zalo", "feedback": "Đây là mạng xã hội."},
        ]
    }

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=options.option_choices(body, order),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, "", []):
            return None
        if not isinstance(answer, list) or len(answer) > options.MAX_OPTIONS:
            raise InvalidAnswer("a list of options is expected")
        return sorted({options.check_option(body, option_id) for option_id in answer})

    def grade(self, body: Body, answer: Answer) -> Fraction:
        chosen = self.chosen_ids(answer)
        right = set(options.ids_by_key(body, correct=True))
        wrong = set(options.ids_by_key(body, correct=False))
        earned = Fraction(len(chosen & right), len(right))
        lost = Fraction(len(chosen & wrong), len(wrong)) if wrong else Fraction(0)
        return max(Fraction(0), earned - lost)

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        chosen = options.ids_by_key(body, correct=True)
        if not right:
            chosen[-1] = rng.choice(options.ids_by_key(body, correct=False))
        return sorted(chosen)

    def chosen_ids(self, answer: Answer) -> set[str]:
        return set(answer or [])
