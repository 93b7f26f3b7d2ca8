"""One right answer among several options."""

import random
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.question_types import options
from assessments.question_types.base import Answer, Body


class SingleChoiceBlock(blocks.StructBlock):
    options = options.options_block()

    class Meta:
        icon = "circle-check"
        label = _("Single choice")
        label_format = _("Single choice")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        options.check_distinct(cleaned["options"])
        if sum(bool(option["correct"]) for option in cleaned["options"]) != 1:
            raise ValidationError(_("Mark exactly one option as right."))
        return cleaned


class SingleChoice(options.OptionsType):
    """The answer is the id of the chosen option."""

    kind = "single_choice"
    label = _("Single choice")
    block = SingleChoiceBlock
    sample_row = {
        "options": [{"text": "LGSP", "correct": True}, {"text": "NDXP"}, {"text": "VNeID"}]
    }
    may_be_cleared = True

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.ChoiceField(
            choices=options.option_choices(body, order), widget=forms.RadioSelect, required=False
        )

    def check_answer(self, body: Body, answer: Any) -> Answer:
        return None if answer in (None, "") else options.check_option(body, answer)

    def grade(self, body: Body, answer: Answer) -> Fraction:
        return Fraction(answer in options.ids_by_key(body, correct=True))

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        return rng.choice(options.ids_by_key(body, correct=right))

    def chosen_ids(self, answer: Answer) -> set[str]:
        return set() if answer is None else {answer}
