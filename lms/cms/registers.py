"""Shared parts of CMS screens: registers that are only read, and safe exports of lists."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.permission_policies import ModelPermissionPolicy

from lms.core.references import reference_in_words


class RegisterPolicy(ModelPermissionPolicy):
    """Rows that the CMS shows to whoever has a permission, and that nobody edits or deletes."""

    def __init__(self, model: type[Model], permission: str) -> None:
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(user.has_perm(self.permission))


class KeptPolicy(ModelPermissionPolicy):
    """Rows that may be written by whoever has the permission, and that stay: records name them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class RelatedIndexView(IndexView):
    """A listing whose columns read other rows too: `related` are fetched with the listed ones."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related(*self.related)


class RegisterIndexView(RelatedIndexView):
    """A listing found by folded text: `find` returns the rows that a search finds."""

    @property
    def is_searchable(self) -> bool:
        return True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.find(queryset, self.search_query) if self.is_searching else queryset

    def find(self, queryset: QuerySet[Any], asked: str) -> QuerySet[Any]:
        raise NotImplementedError


class DayColumn(Column):
    """A date as it is written, not “2 months ago”: registers are compared with documents."""

    def __init__(self, name: str, label: Any, **kwargs: Any) -> None:
        super().__init__(name, label=capfirst(label), **kwargs)

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


class RegisterInspectView(InspectView):
    """One row of a register: what is empty shows as a dash, choices by their label.

    `labels` names what is no field.
    """

    labels: Mapping[str, str | Promise] = {}

    def get_field_label(self, field_name: str, field: Any) -> str | Promise:
        if field_name in self.labels:
            return self.labels[field_name]
        return super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if value is None or value == "":
            return "–"
        if field_name == "source_reference":
            return reference_in_words(value)
        return getattr(value, "label", value)
