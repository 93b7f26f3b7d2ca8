from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.views.generic import View
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import BaseColumn

class ModelLookupMixin:
    # The model is what the viewset names.
    model: Any
    @property
    def model_class(self) -> Any: ...

class BaseChooseView(ModelLookupMixin, View):
    filter_form_class: type[BaseFilterForm] | None
    per_page: int
    ordering: str | Sequence[str] | None
    @property
    def columns(self) -> list[BaseColumn]: ...
    def get_object_list(self) -> QuerySet[Any]: ...

class ChooseView(BaseChooseView): ...
class ChooseResultsView(BaseChooseView): ...

class ChosenView(ModelLookupMixin, View):
    def get_object(self, pk: Any) -> Any: ...

class ChosenMultipleView(ModelLookupMixin, View):
    def get_objects(self, pks: Iterable[Any]) -> QuerySet[Any]: ...
