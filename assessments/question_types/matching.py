"""Pairs to put together, with extra right-hand sides if wanted."""

import hashlib
import random
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import Answer, Body, QuestionType
from assessments.question_types.options import short_ids, shuffled_ids
from assessments.question_types.rows import Cells, Listed, Text
from lms.core.text import clean


def right_id(text: str) -> str:
    """Return the id of a right-hand side: made of its text alone, so that it betrays no pair."""
    return "r" + hashlib.sha256(text.encode()).hexdigest()[:12]


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=pgettext_lazy("side of a pair", "Left"), max_length=300)
    right = blocks.CharBlock(label=pgettext_lazy("side of a pair", "Right"), max_length=300)

    class Meta:
        icon = "link"
        label = _("Pair")
        label_format = "{left}"


class MatchingBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(
        PairBlock(),
        label=_("Pairs"),
        min_num=2,
        max_num=10,
        default=[{"left": "", "right": ""}] * 2,
    )
    distractors = blocks.ListBlock(
        blocks.CharBlock(label=_("Extra right-hand side"), max_length=300),
        label=_("Extra right-hand sides"),
        default=[],
        max_num=6,
        required=False,
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        label_format = _("Matching")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        lefts = [clean(pair["left"]) for pair in cleaned["pairs"]]
        if len(set(lefts)) < len(lefts):
            raise ValidationError(_("Two pairs have the same left-hand side."))
        rights = {clean(text) for text in (p["right"] for p in cleaned["pairs"])}
        if len(rights | {clean(text) for text in cleaned["distractors"]}) < 2:
            raise ValidationError(_("Give at least two different right-hand sides."))
        return cleaned


class MatchingField(forms.MultiValueField):
    """One choice for each left-hand side; cleans to {left id: right id}."""

    def __init__(self, lefts: list[dict[str, str]], rights: list[tuple[str, str]]) -> None:
        self.left_ids = [left["id"] for left in lefts]
        choices = [("", _("Choose…")), *rights]
        fields = [forms.ChoiceField(choices=choices, required=False) for _left in lefts]
        super().__init__(fields, required=False, widget=MatchingWidget(lefts, choices))

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {k: v for k, v in zip(self.left_ids, data_list, strict=False) if v}


class MatchingWidget(forms.MultiWidget):
    template_name = "assessments/question_types/matching_widget.html"

    def __init__(self, lefts: list[dict[str, str]], choices: list[tuple[str, Any]]) -> None:
        self.lefts = lefts
        super().__init__({left["id"]: forms.Select(choices=choices) for left in lefts})

    def decompress(self, value: Any) -> list[str | None]:
        return [(value or {}).get(left["id"]) for left in self.lefts]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for left, widget in zip(self.lefts, context["widget"]["subwidgets"], strict=True):
            widget["left_text"] = left["text"]
        return context


class Matching(QuestionType):
    """The answer is {left id: right id}; each right pair earns the same share.

    Right-hand sides with the same text count as the same.
    """

    kind = "matching"
    label = _("Matching")
    block = MatchingBlock
    cells = Cells(
        {
            "pairs": Listed(Cells({"left": Text(), "right": Text()})),
            "distractors": Listed(Text(), default=[]),
        }
    )
    sample_row = {
        "pairs": [
            {"left": "Bắc Giang", "right": "tỉnh"},
            {"left": "Lục Ngạn", "right": "huyện"},
        ],
        "distractors": ["xã"],
    }

    def freeze(self, value: blocks.StructValue) -> Body:
        lefts, key = [], {}
        rights: dict[str, str] = {}
        pairs = value["pairs"]
        for left_id, child in zip(short_ids(pairs), pairs.bound_blocks, strict=True):
            text = clean(child.value["right"])
            key[left_id] = right_id(text)
            rights[key[left_id]] = text
            lefts.append({"id": left_id, "text": clean(child.value["left"])})
        for distractor in value["distractors"]:
            rights[right_id(clean(distractor))] = clean(distractor)
        return {
            "lefts": lefts,
            "rights": [{"id": each, "text": rights[each]} for each in sorted(rights)],
            "key": key,
        }

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        # A fixed order would be the same for all learners: they are always shuffled.
        return shuffled_ids(body["rights"], rng, shuffle=True)

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        texts = {right["id"]: right["text"] for right in body["rights"]}
        return MatchingField(body["lefts"], [(right_id, texts[right_id]) for right_id in order])

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, "", {}):
            return None
        lefts = {left["id"] for left in body["lefts"]}
        rights = {right["id"] for right in body["rights"]}
        if not isinstance(answer, dict) or not set(answer) <= lefts:
            raise InvalidAnswer("unknown left-hand side")
        chosen = {left: right for left, right in answer.items() if right not in (None, "")}
        if not all(isinstance(right, str) and right in rights for right in chosen.values()):
            raise InvalidAnswer("unknown right-hand side")
        return chosen or None

    def grade(self, body: Body, answer: Answer) -> Fraction:
        key = body["key"]
        hits = sum((answer or {}).get(left) == right for left, right in key.items())
        return Fraction(hits, len(key))

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        answer = dict(body["key"])
        if not right:
            left = next(iter(answer))
            wrong = [each["id"] for each in body["rights"] if each["id"] != answer[left]]
            answer[left] = rng.choice(wrong)
        return answer

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return self._lines(body, answer or {})

    def key_text(self, body: Body) -> list[str]:
        return self._lines(body, body["key"])

    def _lines(self, body: Body, chosen: dict[str, str]) -> list[str]:
        rights = {right["id"]: right["text"] for right in body["rights"]}
        return [
            f"{left['text']} → {rights[chosen[left['id']]]}"
            for left in body["lefts"]
            if left["id"] in chosen
        ]
