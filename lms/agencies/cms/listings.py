"""Listings of the CMS: the tree of a day, and search that needs no diacritics."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets import AdminDateInput

from lms.agencies.models import (
    Agency,
    AgencyKind,
    AgencyRole,
    AgencyRoleKind,
    AgencyVersion,
    Position,
    Posting,
    PostingKind,
)
from lms.agencies.tree import tree_as_of
from lms.cms.registers import RegisterIndexView
from lms.core.text import fold

INDENT = "— "


class DayFilterSet(WagtailFilterSet):
    """Rows in force on a day."""

    on = django_filters.DateFilter(
        label=_("In force on"), method="in_force_on", widget=AdminDateInput
    )

    def in_force_on(self, queryset: QuerySet, name: str, day: dt.date) -> QuerySet:
        return queryset.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class AgencyFilterSet(WagtailFilterSet):
    on = django_filters.DateFilter(
        label=_("As of"), method="keep", widget=AdminDateInput, help_text=_("Empty: today.")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgencyKind, method="keep")

    class Meta:
        model = Agency
        fields: list[str] = []

    def keep(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """The tree is read for the day as a whole: see `AgencyIndexView`."""
        return queryset


@dataclass(frozen=True)
class ListedAgency:
    """One line of the tree of a day; `name` is indented as deep as the agency stands."""

    pk: int
    code: str
    name: str
    version: AgencyVersion


class AgencyIndexView(IndexView):
    """The agencies of a day in the order of the tree, those of other days left out."""

    page_title = _("Agencies")
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), get_url=self.get_edit_url),
            Column("code", label=_("Code")),
            Column("kind", label=_("Kind"), accessor="version.get_kind_display"),
            Column(
                "identifier",
                label=_("Electronic identifier"),
                accessor="version.electronic_identifier",
            ),
            Column("since", label=_("As it is since"), accessor="version.valid_from"),
        ]

    def search_queryset(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        return queryset

    # A list, because no query knows the order of the tree; the listing only counts and cuts it.
    def get_queryset(self) -> list[ListedAgency]:  # type: ignore[override]
        if not self.filters.form.is_valid():
            return []
        chosen = self.filters.form.cleaned_data
        tree = tree_as_of(chosen.get("on") or timezone.localdate())
        kind, words = chosen.get("kind"), fold(self.search_query)
        rows = []
        for agency_id, depth in tree.depth_first():
            version = tree.versions[agency_id]
            texts = (version.name, version.short_name, version.agency.code)
            if (kind and version.kind != kind) or not any(words in fold(t) for t in texts):
                continue
            name = INDENT * (0 if words or kind else depth) + version.name
            rows.append(ListedAgency(agency_id, version.agency.code, name, version))
        return rows


class PersonSearchView(RegisterIndexView):
    """Rows about a person, found by name without diacritics, official code or agency code."""

    person_field = "learner"

    def find(self, queryset: QuerySet, asked: str) -> QuerySet:
        words = asked.strip()
        return queryset.filter(
            Q(**{f"{self.person_field}__folded_name__contains": fold(words)})
            | Q(**{f"{self.person_field}__official_code__iexact": words})
            | Q(agency__code__iexact=words)
        )


class PostingFilterSet(DayFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PostingKind)
    position = django_filters.ModelChoiceFilter(
        label=_("Position"), queryset=Position.objects.all()
    )

    class Meta:
        model = Posting
        fields = ["kind", "position"]


class PostingIndexView(PersonSearchView):
    def get_base_queryset(self) -> QuerySet[Posting]:
        return Posting.objects.select_related("learner", "position", "rank").prefetch_related(
            "agency__versions"
        )


class RoleFilterSet(DayFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Role"), choices=AgencyRoleKind)

    class Meta:
        model = AgencyRole
        fields = ["kind"]


class RoleIndexView(PersonSearchView):
    person_field = "user"

    def get_base_queryset(self) -> QuerySet[AgencyRole]:
        return AgencyRole.objects.select_related("user").prefetch_related("agency__versions")
