"""A word or a few, compared with the accepted answers."""

import random
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import AS_TYPED, Answer, Body, QuestionType
from assessments.question_types.rows import Cells, Flag, Listed, Text
from lms.core.text import clean, fold, same_text

MAX_LENGTH = 500


class ShortTextBlock(blocks.StructBlock):
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Accepted answer"), max_length=200),
        label=_("Accepted answers"),
        min_num=1,
        max_num=30,
    )
    fold_diacritics = blocks.BooleanBlock(
        label=_("Accept answers without diacritics"), required=False, default=False
    )

    class Meta:
        icon = "pilcrow"
        label = _("Short text")
        label_format = _("Short text")


class ShortText(QuestionType):
    """The answer is the text in NFC; how it was typed never counts: see `same_text`."""

    kind = "short_text"
    label = _("Short text")
    block = ShortTextBlock
    cells = Cells({"accepted": Listed(Text()), "fold_diacritics": Flag()})
    sample_row = {"accepted": ["nền tảng", "nền tảng số"], "fold_diacritics": True}

    def freeze(self, value: blocks.StructValue) -> Body:
        return {
            "accepted": [clean(text) for text in value["accepted"]],
            "fold_diacritics": bool(value["fold_diacritics"]),
        }

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        field = forms.CharField(max_length=MAX_LENGTH, required=False)
        field.widget.attrs |= {**AS_TYPED, "class": "input input--short"}
        return field

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, str) or len(answer) > MAX_LENGTH:
            raise InvalidAnswer("a short text is expected")
        if any("\ud800" <= char <= "\udfff" for char in answer):
            raise InvalidAnswer("half a character")
        return clean(answer) or None

    def grade(self, body: Body, answer: Answer) -> Fraction:
        if answer is None:
            return Fraction(0)
        normal = fold if body["fold_diacritics"] else same_text
        return Fraction(normal(answer) in {normal(text) for text in body["accepted"]})

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        # Longer than anything accepted, so that it is none of it.
        return body["accepted"][0] if right else f"{max(body['accepted'], key=len)} khác"

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [answer] if answer else []

    def key_text(self, body: Body) -> list[str]:
        return list(body["accepted"])
