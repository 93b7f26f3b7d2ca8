from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.views.generic import TemplateView
from django.views.generic.edit import (
    BaseCreateView,
    BaseDeleteView,
    BaseUpdateView,
)
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .base import BaseListingView, WagtailAdminTemplateMixin
from .permissions import PermissionCheckedMixin

class IndexView(SpreadsheetExportMixin, PermissionCheckedMixin, BaseListingView):
    list_display: Sequence[str | BaseColumn]
    @property
    def add_item_label(self) -> str | Promise: ...
    def get_edit_url(self, instance: Any) -> str | None: ...
    def get_delete_url(self, instance: Any) -> str | None: ...
    def get_inspect_url(self, instance: Any) -> str | None: ...

class CreateView(PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseCreateView[Any, Any]):
    # The model is what the viewset names.
    object: Any
    index_url_name: str
    add_url_name: str
    edit_url_name: str
    success_message: str | Promise
    error_message: str | Promise
    def get_success_message(self, instance: Model) -> str | Promise | None: ...

class CopyView(CreateView): ...

class EditView(PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseUpdateView[Any, Any]):
    index_url_name: str
    edit_url_name: str
    delete_url_name: str
    success_message: str | Promise
    error_message: str | Promise
    can_delete: bool

class DeleteView(PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseDeleteView[Any, Any]):
    index_url_name: str
    success_message: str | Promise

class InspectView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    # The model is what the viewset names.
    object: Any
    fields: Sequence[str]
    def get_edit_url(self) -> str | None: ...
    def get_delete_url(self) -> str | None: ...
    def get_object(self, queryset: Any = None) -> Any: ...
    def get_field_label(self, field_name: str, field: Field[Any, Any] | None) -> str | Promise: ...
    def get_field_display_value(self, field_name: str, field: Field[Any, Any] | None) -> Any: ...
