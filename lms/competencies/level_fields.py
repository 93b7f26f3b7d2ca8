"""Choosing a competency and its level: by framework, for every framework numbers its own levels.

Each option names its framework; static/js/cms_levels.js then offers the levels of the chosen
competency alone.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from wagtail.admin.forms.models import register_form_field_override

from lms.competencies.models import Competency, ProficiencyLevel

Row = Competency | ProficiencyLevel


class ValueOfFramework(ModelChoiceIteratorValue):
    """The value of an option that knows whose it is."""

    def __init__(self, value: Any, row: Row) -> None:
        super().__init__(value, row)
        self.framework_id = row.framework_id


class ByFramework(ModelChoiceIterator):
    """The rows under the names of their frameworks."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for framework, rows in groupby(self.queryset, key=lambda row: row.framework):
            yield f"{framework} ({framework.version})", [self.choice(row) for row in rows]

    def choice(self, obj: Row) -> tuple[ModelChoiceIteratorValue, str]:
        value = ValueOfFramework(self.field.prepare_value(obj), obj)
        return value, self.field.label_from_instance(obj)


class OfFramework(forms.Select):
    """A list whose options say in `data-framework` whose they are."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if isinstance(value, ValueOfFramework):
            option["attrs"]["data-framework"] = value.framework_id
        return option


class ChoiceByFramework(forms.ModelChoiceField):
    """One row of a framework; `choose` tells the script what is chosen."""

    choose: str
    iterator = ByFramework
    widget = OfFramework

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        rows = queryset.select_related("framework") if queryset is not None else None
        super().__init__(rows, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-choose": self.choose}

    def label_from_instance(self, obj: Row) -> str:
        return f"{obj.framework.code}: {obj}"


class CompetencyChoice(ChoiceByFramework):
    choose = "competency"


class LevelChoice(ChoiceByFramework):
    choose = "level"


def choose_by_framework() -> None:
    """Let every form of the CMS offer competencies and levels in this way."""
    register_form_field_override(
        ForeignKey, to=Competency, override={"form_class": CompetencyChoice}
    )
    register_form_field_override(
        ForeignKey, to=ProficiencyLevel, override={"form_class": LevelChoice}
    )
