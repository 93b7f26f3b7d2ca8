"""Choosing in the CMS: a search box that needs no diacritics."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm


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
