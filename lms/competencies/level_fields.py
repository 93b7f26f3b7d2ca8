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


class OfFramework(forms.Select):
    """A list whose options say in `data-framework` whose they are."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if isinstance(value, ModelChoiceIteratorValue):
            row: Any = vars(value)["instance"]
            option["attrs"]["data-framework"] = row.framework_id
        return option


class CompetencySelect(OfFramework):
    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"data-choose": "competency", **(attrs or {})}, **kwargs)


class LevelSelect(OfFramework):
    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"data-choose": "level", **(attrs or {})}, **kwargs)


class ByFramework(ModelChoiceIterator):
    """The rows under the names of their frameworks."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for framework, rows in groupby(self.queryset, key=lambda row: row.framework):
            yield f"{framework} ({framework.version})", [self.choice(row) for row in rows]


class CompetencyChoice(forms.ModelChoiceField):
    iterator = ByFramework
    widget = CompetencySelect

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        rows = queryset.select_related("framework") if queryset is not None else None
        super().__init__(rows, **kwargs)

    def label_from_instance(self, obj: Competency) -> str:
        return f"{obj.framework.code}: {obj}"


class LevelChoice(forms.ModelChoiceField):
    iterator = ByFramework
    widget = LevelSelect

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        rows = queryset.select_related("framework") if queryset is not None else None
        super().__init__(rows, **kwargs)

    def label_from_instance(self, obj: ProficiencyLevel) -> str:
        return f"{obj.framework.code}: {obj}"


def choose_by_framework() -> None:
    """Let every form of the CMS offer competencies and levels in this way."""
    register_form_field_override(
        ForeignKey, to=Competency, override={"form_class": CompetencyChoice}
    )
    register_form_field_override(
        ForeignKey, to=ProficiencyLevel, override={"form_class": LevelChoice}
    )
