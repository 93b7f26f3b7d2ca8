from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.forms import BaseModelForm
from django.utils.functional import Promise
from django_filters import FilterSet
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import (
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    InspectView,
    UsageView,
)

from .base import ViewSet, ViewSetGroup

class ModelViewSet(ViewSet):
    model: type[Model]
    add_to_reference_index: bool
    index_view_class: type[IndexView]
    add_view_class: type[CreateView]
    edit_view_class: type[EditView]
    delete_view_class: type[DeleteView]
    history_view_class: type[HistoryView]
    usage_view_class: type[UsageView]
    copy_view_class: type[CopyView]
    inspect_view_class: type[InspectView]
    inspect_view_enabled: bool
    inspect_view_fields: Sequence[str]
    copy_view_enabled: bool
    panels: Sequence[Panel]
    form_fields: Sequence[str]
    exclude_form_fields: Sequence[str]
    template_prefix: str
    ordering: str | Sequence[str]
    list_per_page: int
    list_display: Sequence[str | BaseColumn]
    list_filter: Sequence[str] | Mapping[str, Sequence[str]]
    list_export: Sequence[str]
    export_headings: Mapping[str, str | Promise]
    filterset_class: type[FilterSet]
    search_fields: Sequence[str] | None
    @property
    def export_filename(self) -> str: ...
    @property
    def permission_policy(self) -> Any: ...
    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm[Any]]: ...
    def get_permissions_to_register(self) -> QuerySet[Permission]: ...

class ModelViewSetGroup(ViewSetGroup): ...
