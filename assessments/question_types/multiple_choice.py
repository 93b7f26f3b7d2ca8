"""Several right answers among several options."""

import random
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


class MultipleChoice:
    """The answer is the sorted list of the ids of the chosen options.

    Each right option chosen earns 1/right, each wrong one costs 1/wrong, never below 0: so
    choosing everything earns nothing.
    """

    kind = "multiple_choice"
    label = _("Multiple choice")
    block = MultipleChoiceBlock

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"options": options.freeze_options(value["options"])}

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        return options.shuffled_ids(body["options"], rng, shuffle)

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

    def grade(self, body: Body, answer: Answer) -> float:
        if not answer:
            return 0.0
        right = options.correct_ids(body)
        wrong = len(body["options"]) - len(right)
        chosen = set(answer)
        hits, misses = len(chosen & right), len(chosen - right)
        earned = hits / len(right) - (misses / wrong if wrong else 0)
        return max(0.0, earned)

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [o["text"] for o in body["options"] if o["id"] in (answer or [])]

    def key_text(self, body: Body) -> list[str]:
        return [o["text"] for o in body["options"] if o["correct"]]
