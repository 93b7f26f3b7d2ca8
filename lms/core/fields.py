"""Form fields that take numbers and days as they are written here, in either language."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from lms.core.numbers import NotANumber, readings, unambiguous

DAY_FORMAT = "%d/%m/%Y"
DAY_HINT = _("dd/mm/yyyy")
MOMENT_HINT = _("dd/mm/yyyy hh:mm")
NOT_A_DAY = _("This is not a day. Write day, month and year, such as 20/11/2026.")
NOT_A_MOMENT = _(
    "This is not a date with a time. Write day, month, year and time, such as 20/11/2026 14:30."
)
LONGEST_NUMBER = 60


class DecimalField(forms.DecimalField):
    """Takes 1,5 and 1.5, 1.234,5 and 1,234.5; asks which one was meant by 1.234 or 1,234.

    The field is a line of text: browsers take the mark of the other language out of a field of
    numbers, so that 46,4 would become 464.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a number, such as 46,4 or 46.4."),
        "ambiguous": _("This can be read as %(one)s or as %(other)s. Write one of the two."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            found = sorted(readings(value)) if len(value) <= LONGEST_NUMBER else []
        except NotANumber:
            found = []
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(found) > 1:
            one, other = (unambiguous(number, mark()) for number in found)
            raise ValidationError(
                self.error_messages["ambiguous"],
                code="ambiguous",
                params={"one": one, "other": other},
            )
        return super().to_python(found[0])

    def prepare_value(self, value: Any) -> Any:
        return unambiguous(value, mark()) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


class DayInput(forms.DateInput):
    """A day as dd/mm/yyyy in a line of text; the browser's own field follows its language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"placeholder": DAY_HINT, "autocomplete": "off", "inputmode": "text"}
        super().__init__(attrs={**given, **(attrs or {})}, format=DAY_FORMAT)

    def format_value(self, value: Any) -> str | None:
        """Return a day as it is written; what an address gives as YYYY-MM-DD too."""
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                return value
        return super().format_value(value)


def mark() -> str:
    """Return the decimal mark of the active language."""
    return str(get_format("DECIMAL_SEPARATOR"))
