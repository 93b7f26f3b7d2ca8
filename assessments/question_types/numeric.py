"""A number, right within a tolerance."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import AS_TYPED, Answer, Body, QuestionType
from assessments.question_types.rows import Cells, Number, Text, plain
from lms.core.blocks.decimal import DecimalBlock
from lms.core.numbers import NotANumber
from lms.core.numbers import readings as possible_readings
from lms.core.text import clean

MAX_LENGTH = 40
# What an author may enter: far beyond any question, and exact in decimal arithmetic.
MAX_DIGITS, DECIMAL_PLACES = 20, 8


def readings(text: str) -> set[Decimal]:
    """Return what a learner may have meant: see `lms.core.numbers`. Raises InvalidAnswer."""
    try:
        found = possible_readings(text)
    except NotANumber as error:
        raise InvalidAnswer("not a number") from error
    if len(clean(text).replace(" ", "")) > MAX_LENGTH:
        raise InvalidAnswer("too long for a number")
    return found


class NumericBlock(blocks.StructBlock):
    answer = DecimalBlock(
        label=_("Right number"), max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES
    )
    tolerance = DecimalBlock(
        label=_("Tolerance (±)"),
        default=Decimal(0),
        min_value=0,
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
    )
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=30)

    class Meta:
        icon = "decimal"
        label = _("Numeric answer")
        label_format = _("Numeric answer")


class NumericField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text:
            try:
                readings(text)
            except InvalidAnswer as error:
                raise ValidationError(_("Write a number, such as 46,4.")) from error
        return text


class Numeric(QuestionType):
    """The answer is the number as the learner wrote it; it is read when it is graded."""

    kind = "numeric"
    label = _("Numeric answer")
    block = NumericBlock
    cells = Cells({"answer": Number(), "tolerance": Number("0"), "unit": Text("")})
    sample_row = {"answer": "46.4", "tolerance": "0.05", "unit": "%"}

    def freeze(self, value: blocks.StructValue) -> Body:
        return {
            "answer": plain(Decimal(value["answer"])),
            "tolerance": plain(Decimal(value["tolerance"] or 0)),
            "unit": value["unit"] or "",
        }

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        field = NumericField(max_length=MAX_LENGTH, required=False)
        field.widget.attrs |= {**AS_TYPED, "inputmode": "decimal", "class": "input input--number"}
        return field

    def field_notes(self, body: Body) -> Mapping[str, str]:
        return {"unit": body["unit"]}

    def check_answer(self, body: Body, answer: Any) -> Answer:
        if answer in (None, ""):
            return None
        if not isinstance(answer, str) or len(answer) > MAX_LENGTH * 2:
            raise InvalidAnswer("a number written as text is expected")
        if not clean(answer):
            return None
        readings(answer)
        return clean(answer)

    def grade(self, body: Body, answer: Answer) -> Fraction:
        if answer is None:
            return Fraction(0)
        right, tolerance = Decimal(body["answer"]), Decimal(body["tolerance"])
        return Fraction(any(abs(n - right) <= tolerance for n in readings(answer)))

    def sample_answer(self, body: Body, rng: random.Random, *, right: bool) -> Answer:
        number, tolerance = Decimal(body["answer"]), Decimal(body["tolerance"])
        return plain(number if right else number + tolerance + 1).replace(".", ",")

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [f"{answer} {body['unit']}".strip()] if answer else []

    def key_text(self, body: Body) -> list[str]:
        number = body["answer"].replace(".", ",")
        tolerance = body["tolerance"].replace(".", ",")
        within = f" ± {tolerance}" if Decimal(body["tolerance"]) else ""
        return [f"{number}{within} {body['unit']}".strip()]
