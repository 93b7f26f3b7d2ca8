"""Numbers and days as they are written here, in every form of the CMS."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from lms.core.fields import DAY_HINT, MOMENT_HINT, NOT_A_DAY, NOT_A_MOMENT, DecimalField


def take_values_as_written() -> None:
    """Let a mistyped day be an error with a hint, and a number mean what was typed.

    The picker would put today in the place of what it cannot read, without a word.
    """
    forms.DateField.default_error_messages = {"invalid": NOT_A_DAY}
    forms.DateTimeField.default_error_messages = {"invalid": NOT_A_MOMENT}
    for widget, hint in ((AdminDateInput, DAY_HINT), (AdminDateTimeInput, MOMENT_HINT)):
        widget.get_config = _left_alone(widget.get_config)
        widget.build_attrs = _hinting(widget.build_attrs, hint)
    register_form_field_override(models.DecimalField, override={"form_class": DecimalField})
    # 7,5 minutes would become 75 in the same way; here it is no whole number.
    whole = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    register_form_field_override(models.IntegerField, override={"widget": whole})


def _left_alone(get_config: Any) -> Any:
    def configured(widget: Any) -> dict[str, Any]:
        return {**get_config(widget), "validateOnBlur": False}

    return configured


def _hinting(build_attrs: Any, hint: Any) -> Any:
    def built(widget: Any, base_attrs: dict[str, Any], extra_attrs: Any = None) -> dict[str, Any]:
        return {"placeholder": hint, **build_attrs(widget, base_attrs, extra_attrs)}

    return built
