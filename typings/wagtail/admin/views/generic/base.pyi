from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.views.generic.base import ContextMixin, TemplateResponseMixin
from django.views.generic.list import BaseListView
from django_filters import FilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import BaseButton

class WagtailAdminTemplateMixin(TemplateResponseMixin, ContextMixin):
    page_title: str | Promise
    page_subtitle: str | Promise
    header_icon: str
    breadcrumbs_items: Sequence[Mapping[str, str | Promise]]
    @property
    def header_buttons(self) -> Sequence[BaseButton]: ...
    @property
    def header_more_buttons(self) -> Sequence[BaseButton]: ...
    def get_page_title(self) -> str | Promise: ...
    def get_page_subtitle(self) -> str | Promise: ...
    def get_breadcrumbs_items(self) -> Sequence[Mapping[str, str | Promise]]: ...

class BaseObjectMixin:
    model: type[Model]
    pk_url_kwarg: str
    # The model is what the viewset names.
    object: Any
    def get_object(self) -> Any: ...

class BaseListingView(WagtailAdminTemplateMixin, BaseListView[Any]):
    results_template_name: str
    results_only: bool
    search_fields: Sequence[str] | None
    search_backend_name: str | None
    default_ordering: str | Sequence[str] | None
    filterset_class: type[FilterSet] | None
    @property
    def columns(self) -> Sequence[BaseColumn]: ...
    @property
    def is_searchable(self) -> bool | None: ...
    @property
    def is_searching(self) -> bool: ...
    @property
    def search_query(self) -> str: ...
    @property
    def filters(self) -> FilterSet: ...
    def get_base_queryset(self) -> QuerySet[Any]: ...
    # A plain list does as well: nothing is asked of it but its rows.
    def get_queryset(self) -> QuerySet[Any]: ...
    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]: ...
    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]: ...
    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]: ...
