"""How forms are drawn, one row template for the whole site, and what they offer."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, ChoiceField
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/form_row.html"


def offer(form: BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Set what a choice field of a form offers."""
    field = form.fields[name]
    assert isinstance(field, ChoiceField)  # noqa: S101
    field.choices = list(choices)
