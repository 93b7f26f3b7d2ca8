"""One right answer among several options."""

import random
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


class SingleChoice:
    """The answer is the id of the chosen option."""

    kind = "single_choice"
    label = _("Single choice")
    block = SingleChoiceBlock

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"options": options.freeze_options(value["options"])}

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        return options.shuffled_ids(body["options"], rng, shuffle)

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.ChoiceField(
            choices=options.option_choices(body, order), widget=forms.RadioSelect, required=False
        )

    def check_answer(self, body: Body, answer: Any) -> Answer:
        return None if answer in (None, "") else options.check_option(body, answer)

    def grade(self, body: Body, answer: Answer) -> float:
        return 1.0 if answer in options.correct_ids(body) else 0.0

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [o["text"] for o in body["options"] if o["id"] == answer]

    def key_text(self, body: Body) -> list[str]:
        return [o["text"] for o in body["options"] if o["correct"]]
