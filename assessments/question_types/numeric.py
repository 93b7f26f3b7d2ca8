"""A number, right within a tolerance."""

import random
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.question_types.base import Answer, Body, InvalidAnswer
from lms.core.text import clean

MAX_LENGTH = 40
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")


def parse_number(text: str) -> Decimal:
    """Return the number a person wrote: 1,5 and 1.5 are one and a half, 1.234.567,8 has groups.

    A comma is the decimal mark; one point is a decimal mark too (1.234 is read as it is typed on
    most keypads: one and a bit); several points are groups. Only the digits 0-9 count.
    """
    text = clean(text).replace(" ", "")
    if len(text) > MAX_LENGTH or not re.fullmatch(r"[+-]?[0-9][0-9.,]*", text):
        raise InvalidAnswer("not a number")
    if _GROUPED.fullmatch(text) and ("," in text or text.count(".") > 1):
        text = text.replace(".", "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise InvalidAnswer("not a number") from error
    return number


class NumericBlock(blocks.StructBlock):
    answer = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(label=_("Tolerance (±)"), default=Decimal(0), min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=30)

    class Meta:
        icon = "decimal"
        label = _("Number")


class NumericField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text:
            try:
                parse_number(text)
            except InvalidAnswer as error:
                raise ValidationError(_("Write a number, such as 46,4.")) from error
        return text


class Numeric:
    """The answer is the number as the learner wrote it; it is read when it is graded."""

    kind = "numeric"
    label = _("Number")
    block = NumericBlock

    def freeze(self, value: blocks.StructValue) -> Body:
        return {
            "answer": str(value["answer"]),
            "tolerance": str(value["tolerance"]),
            "unit": value["unit"] or "",
        }

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        return []

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        field = NumericField(max_length=MAX_LENGTH, required=False)
        field.widget.attrs["inputmode"] = "decimal"
        return field

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, ""):
            return None
        if not isinstance(answer, str):
            raise InvalidAnswer("a number written as text is expected")
        parse_number(answer)
        return clean(answer)

    def grade(self, body: Body, answer: Answer) -> float:
        if answer is None:
            return 0.0
        distance = abs(parse_number(answer) - Decimal(body["answer"]))
        return 1.0 if distance <= Decimal(body["tolerance"]) else 0.0

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [f"{answer} {body['unit']}".strip()] if answer else []

    def key_text(self, body: Body) -> list[str]:
        number = body["answer"].replace(".", ",")
        tolerance = body["tolerance"].replace(".", ",")
        within = f" ± {tolerance}" if Decimal(body["tolerance"]) else ""
        return [f"{number}{within} {body['unit']}".strip()]
