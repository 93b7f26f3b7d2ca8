"""Listings of the CMS: the tree of a day, and search that needs no diacritics."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from lms.agencies.tree import AgencyTree, tree_as_of
from lms.cms.registers import RegisterIndexView
from lms.core.text import fold

INDENT = "— "


class DayFilterSet(WagtailFilterSet):
    """Rows in force on a day."""

    on = django_filters.DateFilter(
        label=gettext_lazy("In force on"), method="in_force_on", widget=AdminDateInput
    )

    def in_force_on(self, queryset: QuerySet, name: str, day: dt.date) -> QuerySet:
        return queryset.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class AgencyFilterSet(WagtailFilterSet):
    on = django_filters.DateFilter(
        label=gettext_lazy("As of"),
        method="keep",
        widget=AdminDateInput,
        help_text=gettext_lazy("Empty: today."),
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=AgencyKind, method="keep"
    )

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


def named_before(words: str, day: dt.date) -> dict[int, str]:
    """Return by agency id the newest name before a day that has these folded words."""
    if not words:
        return {}
    versions = AgencyVersion.objects.filter(valid_to__lte=day).order_by("valid_from")
    return {
        version.agency_id: version.name
        for version in versions
        if words in fold(version.name) or words in fold(version.short_name)
    }


class AgencyIndexView(IndexView):
    """The agencies of a day in the order of the tree, those of other days left out."""

    page_title = gettext_lazy("Agencies")
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=gettext_lazy("Name"), get_url=self.get_edit_url),
            Column("code", label=gettext_lazy("Code")),
            Column("kind", label=gettext_lazy("Kind"), accessor="version.get_kind_display"),
            Column(
                "identifier",
                label=gettext_lazy("Electronic identifier"),
                accessor="version.electronic_identifier",
            ),
            Column("since", label=gettext_lazy("As it is since"), accessor="version.valid_from"),
        ]

    def search_queryset(self, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        return queryset

    # A list, because no query knows the order of the tree; the listing only counts and cuts it.
    def get_queryset(self) -> list[ListedAgency]:  # type: ignore[override]
        if not self.filters.form.is_valid():
            return []
        chosen = self.filters.form.cleaned_data
        tree = tree_as_of(chosen.get("on") or timezone.localdate())
        kind, words = chosen.get("kind") or "", fold(self.search_query)
        former = named_before(words, tree.day)
        rows = []
        for agency_id, depth in tree.depth_first():
            version = tree.versions[agency_id]
            texts = (version.name, version.short_name, version.agency.code)
            if kind and version.kind != kind:
                continue
            name = INDENT * (0 if words or kind else depth) + version.name
            if not any(words in fold(text) for text in texts):
                if agency_id not in former:
                    continue
                name = _("%(name)s (formerly %(former)s)") % {
                    "name": version.name,
                    "former": former[agency_id],
                }
            rows.append(ListedAgency(agency_id, version.agency.code, name, version))
        return rows + self._ceased(tree, former, kind)

    def _ceased(self, tree: AgencyTree, former: dict[int, str], kind: str) -> list[ListedAgency]:
        """Return the agencies found that have ceased, marked with the day."""
        ids = [pk for pk in former if pk not in tree]
        rows = []
        for version in (
            AgencyVersion.objects.filter(agency__in=ids, valid_to__lte=tree.day)
            .order_by("valid_from")
            .select_related("agency")
        ):
            if former[version.agency_id] != version.name or (kind and version.kind != kind):
                continue
            day = date_format(version.valid_to or tree.day, "SHORT_DATE_FORMAT")
            name = _("%(name)s (until %(day)s)") % {"name": version.name, "day": day}
            rows.append(ListedAgency(version.agency_id, version.agency.code, name, version))
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
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=PostingKind)
    position = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Position"), queryset=Position.objects.all()
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
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=AgencyRoleKind)

    class Meta:
        model = AgencyRole
        fields = ["kind"]


class RoleIndexView(PersonSearchView):
    person_field = "user"

    def get_base_queryset(self) -> QuerySet[AgencyRole]:
        return AgencyRole.objects.select_related("user").prefetch_related("agency__versions")
