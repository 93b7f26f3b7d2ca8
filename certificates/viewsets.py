"""Certificates in the CMS: designs to author, and the register of what was issued."""

import datetime as dt
from typing import cast

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from certificates.cms_acts import (
    CHANGE,
    DecideDoubtView,
    ReissueCertificateView,
    RevokeCertificateView,
)
from certificates.models import (
    Certificate,
    CertificateDesign,
    CertificateQuerySet,
    Doubt,
    standing_on,
)
from certificates.serials import normalise_serial
from certificates.views import document_response
from certificates.words import CertificateStatus
from lms.accounts.requests import SignedInRequest
from lms.cms.registers import DayColumn, RegisterIndexView, RegisterInspectView
from lms.core.text import fold


class CertificateDesignViewSet(SnippetViewSet):
    model = CertificateDesign
    icon = "form"
    menu_label = gettext_lazy("Designs")
    list_display = ("name", "document_kind", "issuer", "signer_name")
    list_filter = ("document_kind",)
    search_fields = ("name", "issuer")
    copy_view_enabled = True
    panels = [
        HelpPanel(
            content=gettext_lazy(
                "<p>A design is what the documents of a course look like. Changes apply to "
                "documents issued from now on; those already issued stay exactly as they are.</p>"
                "<p>Only an authorised institution may issue a “Chứng chỉ”. Everybody else "
                "confirms (“Giấy xác nhận”) or attests (“Giấy chứng nhận”).</p>"
            )
        ),
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("document_kind"), FieldPanel("authority_decision")],
            heading=gettext_lazy("Kind of document"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("governing_body"),
                FieldPanel("issuer"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("register_suffix")]),
            ],
            heading=gettext_lazy("Issuer"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("signer_title"), FieldPanel("signer_name")])],
            heading=gettext_lazy("Signer"),
        ),
        MultiFieldPanel(
            [FieldPanel("note"), FieldPanel("background")], heading=gettext_lazy("Look")
        ),
    ]


class CertificateFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), choices=CertificateStatus.choices, method="with_status"
    )
    in_doubt = django_filters.BooleanFilter(
        label=gettext_lazy("Result changed, not decided"), method="with_doubt"
    )
    register_year = django_filters.NumberFilter(label=gettext_lazy("Year of the register"))

    class Meta:
        model = Certificate
        fields = ("status", "design", "register_year", "in_doubt")

    def with_status(
        self, queryset: QuerySet[Certificate], name: str, value: str
    ) -> QuerySet[Certificate]:
        return queryset.filter(standing_on(timezone.localdate())[CertificateStatus(value)])

    def with_doubt(
        self, queryset: QuerySet[Certificate], name: str, value: bool
    ) -> QuerySet[Certificate]:
        open_doubts = Exists(Doubt.objects.open().filter(certificate=OuterRef("pk")))
        return queryset.filter(open_doubts if value else ~open_doubts)


class CertificateIndexView(RegisterIndexView):
    related = ("learner", "design")

    def get_base_queryset(self) -> QuerySet[Certificate]:
        return cast(CertificateQuerySet, super().get_base_queryset()).with_status()

    def find(self, queryset: QuerySet[Certificate], asked: str) -> QuerySet[Certificate]:
        found = Q(learner__folded_name__contains=fold(asked)) | Q(
            register_number__icontains=asked.strip()
        )
        if serial := normalise_serial(asked):
            found |= Q(serial=serial)
        return queryset.filter(found)


class CertificateInspectView(RegisterInspectView):
    page_title = gettext_lazy("Certificate")
    labels = {
        "status": gettext_lazy("Status"),
        "valid_through": gettext_lazy("Valid through"),
        "replacement": gettext_lazy("Replaced by"),
    }

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        pk = self.object.pk
        buttons = [
            HeaderButton(
                _("Download PDF"), url=reverse("certificate:pdf", args=[pk]), icon_name="download"
            ),
            HeaderButton(
                _("Verification page"),
                url=self.object.get_verification_path(),
                icon_name="link-external",
            ),
        ]
        if not self.request.user.has_perm(CHANGE):
            return buttons
        if self.object.doubts.open().exists():
            url = reverse("certificate:decide", args=[pk])
            buttons.append(HeaderButton(_("Decide"), url=url, icon_name="help"))
        if self.object.replacement is None:
            url = reverse("certificate:reissue", args=[pk])
            buttons.append(HeaderButton(_("Issue anew"), url=url, icon_name="edit"))
        if self.object.revoked_at is None:
            url = reverse("certificate:revoke", args=[pk])
            buttons.append(HeaderButton(_("Revoke"), url=url, icon_name="cross"))
        return buttons


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("certificates.view_certificate"):
        raise PermissionDenied
    return document_response(request, get_object_or_404(Certificate, pk=pk))


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "certificate"
    url_prefix = "certificates/register"
    icon = "list-ul"
    menu_label = gettext_lazy("Register")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    filterset_class = CertificateFilterSet
    form_fields = ()
    ordering = "-pk"
    list_display = (
        "register_number",
        Column("learner", label=gettext_lazy("Learner"), sort_key="learner__sort_key"),
        "course_title",
        DayColumn("issued_on", label=gettext_lazy("issued on"), sort_key="issued_on"),
        StatusTagColumn(
            "status.label",
            label=gettext_lazy("Status"),
            primary=lambda certificate: certificate.status == CertificateStatus.VALID,
        ),
    )
    list_export = (
        "register_number",
        "serial",
        "learner.official_code",
        "learner.full_name",
        "course_title",
        "design.name",
        "issued_on",
        "valid_through",
        "status.label",
        "revocation_reason",
    )
    export_headings = {
        "learner.official_code": gettext_lazy("Official code"),
        "learner.full_name": gettext_lazy("Full name"),
        "design.name": gettext_lazy("Certificate design"),
        "valid_through": gettext_lazy("Valid through"),
        "status.label": gettext_lazy("Status"),
    }
    inspect_view_fields = (
        "register_number",
        "serial",
        "learner",
        "course_title",
        "design",
        "earned_on",
        "issued_on",
        "valid_through",
        "status",
        "edition",
        "replaces",
        "reissued_by",
        "reissue_reason",
        "replacement",
        "revoked_at",
        "revoked_by",
        "revocation_reason",
        "source_reference",
        "pdf_sha256",
    )

    @cached_property
    def export_filename(self) -> str:
        return f"certificates-{dt.date.today():%Y-%m-%d}"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/pdf/", download, name="pdf"),
            path("<int:pk>/revoke/", RevokeCertificateView.as_view(), name="revoke"),
            path("<int:pk>/decide/", DecideDoubtView.as_view(), name="decide"),
            path("<int:pk>/reissue/", ReissueCertificateView.as_view(), name="reissue"),
        ]


class CertificatesGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Certificates")
    menu_icon = "success"
    menu_order = 320
    items = (CertificateViewSet("certificate"), CertificateDesignViewSet())
