"""The register of evidence in the CMS: read it, add to it by hand, revoke with a reason."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts.requests import SignedInRequest
from lms.cms.form_views import AdminFormView
from lms.cms.registers import DayColumn, RegisterIndexView, RegisterInspectView
from lms.cms.revoking import RevokeView
from lms.competencies.exceptions import EvidenceRefused
from lms.competencies.forms import JudgementForm
from lms.competencies.models import Evidence
from lms.competencies.services import record_judgement, revoke_one_evidence
from lms.core.text import fold

ADMINISTER = "agencies.administer_province"


class EvidenceIndexView(RegisterIndexView):
    related = ("learner", "competency", "level")

    def find(self, queryset: QuerySet[Evidence], asked: str) -> QuerySet[Evidence]:
        return queryset.filter(
            Q(learner__folded_name__contains=fold(asked))
            | Q(learner__official_code__iexact=asked.strip())
            | Q(competency__code__iexact=asked.strip())
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Record evidence"), url=reverse("evidence:record"), icon_name="plus")
        ]


class EvidenceInspectView(RegisterInspectView):
    page_title = gettext_lazy("Evidence")
    labels = {"valid_through": gettext_lazy("Valid through")}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.revoked_on is not None:
            return []
        url = reverse("evidence:revoke", args=[self.object.pk])
        return [HeaderButton(_("Revoke"), url=url, icon_name="cross")]


class RecordEvidenceView(AdminFormView):
    """What was not earned here, written down by hand: for province administrators."""

    request: SignedInRequest
    template_name = "competencies/cms/record_evidence.html"
    form_class = JudgementForm
    page_title = gettext_lazy("Record evidence")
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(ADMINISTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[Mapping[str, str | Promise]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("evidence:index"), "label": _("Evidence")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_success_url(self) -> str:
        return reverse("evidence:index")

    def form_valid(self, form: Form) -> HttpResponse:
        assert isinstance(form, JudgementForm)  # noqa: S101
        data = form.cleaned_data
        try:
            record_judgement(
                learner=data["learner"],
                competency=data["competency"],
                level=data["level"],
                kind=form.evidence_kind(),
                source_label=data["source_label"],
                achieved_on=data["achieved_on"],
                expires_on=data["expires_on"],
                recorded_by=self.request.user,
            )
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The evidence is recorded."))
        return super().form_valid(form)


class RevokeEvidenceView(RevokeView):
    """For province administrators."""

    template_name = "competencies/cms/revoke_evidence.html"
    page_title = gettext_lazy("Revoke the evidence")
    model = Evidence
    related = ("learner", "competency", "level")
    permission = ADMINISTER
    register = "evidence"
    register_label = gettext_lazy("Evidence")
    refused = EvidenceRefused
    done = gettext_lazy("The evidence is revoked.")

    def revoke(self, reason: str) -> None:
        revoke_one_evidence(evidence=self.row, revoked_by=self.request.user, reason=reason)


class EvidenceViewSet(ModelViewSet):
    model = Evidence
    name = "evidence"
    icon = "clipboard-list"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = EvidenceIndexView
    inspect_view_class = EvidenceInspectView
    form_fields = ()
    list_filter = ("kind", "competency__framework", "achieved_on")
    ordering = "-pk"
    list_display = (
        "learner",
        Column("competency", label=gettext_lazy("Competency")),
        Column("level", label=gettext_lazy("Level"), sort_key="level__number"),
        "kind",
        Column("source_label", label=gettext_lazy("Source")),
        DayColumn("achieved_on", label=gettext_lazy("Achieved on"), sort_key="achieved_on"),
        Column("state.label", label=gettext_lazy("Status")),
    )
    list_export = (
        "learner.official_code",
        "learner.full_name",
        "competency.code",
        "level.number",
        "kind",
        "source_label",
        "source_reference",
        "achieved_on",
        "valid_through",
        "revoked_on",
        "revocation_reason",
    )
    export_headings = {
        "learner.official_code": gettext_lazy("Official code"),
        "learner.full_name": gettext_lazy("Full name"),
        "competency.code": gettext_lazy("Competency"),
        "level.number": gettext_lazy("Level"),
        "valid_through": gettext_lazy("Valid through"),
    }
    export_filename = "evidence"
    inspect_view_fields = (
        "learner",
        "competency",
        "level",
        "kind",
        "source_label",
        "source_reference",
        "achieved_on",
        "valid_through",
        "recorded_by",
        "recorded_at",
        "revoked_on",
        "revoked_by",
        "revocation_reason",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("record/", RecordEvidenceView.as_view(), name="record"),
            path("<int:pk>/revoke/", RevokeEvidenceView.as_view(), name="revoke"),
            *super().get_urlpatterns(),
        ]

    @cached_property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("index"))
