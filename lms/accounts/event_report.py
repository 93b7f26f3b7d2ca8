"""Security events in the CMS: for administrators, by person, kind and day."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from lms.accounts.event_words import detail_in_words
from lms.accounts.models import EventKind, SecurityEvent
from lms.core.text import fold

SEE = "accounts.view_securityevent"


class EventFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Event"), choices=EventKind)
    person = django_filters.CharFilter(label=_("Name or official code"), method="of_person")
    address = django_filters.CharFilter(label=_("Network address"), lookup_expr="startswith")
    happened_at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = SecurityEvent
        fields = ["person", "kind", "address", "happened_at"]

    def of_person(
        self, events: QuerySet[SecurityEvent], name: str, words: str
    ) -> QuerySet[SecurityEvent]:
        """Find who an event concerns and who caused it alike."""
        found = Q()
        for end in ("account", "actor"):
            found |= Q(**{f"{end}__folded_name__contains": fold(words)})
            found |= Q(**{f"{end}__official_code__iexact": words.strip()})
        return events.filter(found)


class DetailColumn(Column):
    def get_value(self, instance: SecurityEvent) -> str:
        return detail_in_words(instance.detail)


class EventReportView(ReportView):
    model = SecurityEvent
    page_title = _("Security events")
    header_icon = "lock"
    index_url_name = "security_events"
    index_results_url_name = "security_events_results"
    permission_policy = ModelPermissionPolicy(SecurityEvent)
    permission_required = "view"  # type: ignore[assignment]  # its base has None
    filterset_class = EventFilterSet
    default_ordering = "-happened_at"
    is_searchable = False
    columns = [
        DateColumn("happened_at", label=_("When")),
        Column("get_kind_display", label=_("Event")),
        Column("account", label=_("Person concerned")),
        Column("actor", label=_("Done by")),
        Column("address", label=_("Network address")),
        DetailColumn("detail", label=_("Details")),
    ]
    list_export = ["happened_at", "kind", "account", "actor", "address", "detail"]

    def get_queryset(self) -> QuerySet[SecurityEvent]:
        return SecurityEvent.objects.select_related("account", "actor").order_by(
            "-happened_at", "-pk"
        )


class EventsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


def events_item() -> MenuItem:
    return EventsItem(_("Security events"), reverse("security_events"), icon_name="lock", order=900)


def event_urls() -> list[URLPattern]:
    return [
        path("security-events/", EventReportView.as_view(), name="security_events"),
        path(
            "security-events/results/",
            EventReportView.as_view(results_only=True),
            name="security_events_results",
        ),
    ]
