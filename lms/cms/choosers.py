"""Choosing in the CMS: among what one may see, by a search box that needs no diacritics."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    ModelLookupMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet


class FoldedSearchForm(BaseFilterForm):
    """The filter of a chooser; `matching` returns the rows that the words find."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return self.matching(objects, words)

    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        raise NotImplementedError


class VisibleRows(ModelLookupMixin, View):
    """The rows one may choose; the library lets everybody of the CMS choose any."""

    def visible_rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_object_list(self) -> QuerySet[Any]:
        return self.visible_rows()

    def get_object(self, pk: Any) -> Any:
        return self.visible_rows().get(pk=pk)

    def get_objects(self, pks: Iterable[Any]) -> QuerySet[Any]:
        return self.visible_rows().filter(pk__in=pks)


class ListedRows(BaseChooseView):
    more_columns: tuple[BaseColumn, ...] = ()

    @property
    def columns(self) -> list[BaseColumn]:
        return [*super().columns, *self.more_columns]


class VisibleChooserViewSet(ChooserViewSet):
    """A chooser of which each view knows the same `rows` and no others."""

    rows: type[VisibleRows]
    search_form: type[FoldedSearchForm]
    more_columns: tuple[BaseColumn, ...] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        listing = {"filter_form_class": cls.search_form, "more_columns": cls.more_columns}
        cls.choose_view_class = type("Choose", (cls.rows, ListedRows, ChooseView), listing)
        cls.choose_results_view_class = type(
            "ChooseResults", (cls.rows, ListedRows, ChooseResultsView), listing
        )
        cls.chosen_view_class = type("Chosen", (cls.rows, ChosenView), {})
        cls.chosen_multiple_view_class = type("ChosenMultiple", (cls.rows, ChosenMultipleView), {})
