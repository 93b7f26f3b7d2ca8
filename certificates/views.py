"""The official's own certificates, and the public verification."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.exceptions import StorageUnavailable
from certificates.forms import LookupForm
from certificates.keeping import ensure_pdf, read_document
from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.rendering import shown_document
from certificates.serials import file_name, normalise_serial
from certificates.words import CertificateStatus
from lms.accounts.requests import SignedInRequest
from lms.documents.pdf import place_for
from lms.web.throttle import asks_too_often, client_network, too_often

PAGE_SIZE = 20
STATUS_KINDS: dict[str, str] = {
    CertificateStatus.VALID: "success",
    CertificateStatus.EXPIRED: "warning",
    CertificateStatus.SUPERSEDED: "info",
    CertificateStatus.REVOKED: "danger",
}


@login_required
@never_cache
@require_safe
def my_certificates(request: SignedInRequest) -> HttpResponse:
    certificates = Certificate.objects.for_learner(request.user).with_status()
    page = Paginator(certificates, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(certificate, STATUS_KINDS[certificate.status]) for certificate in page]
    return render(request, "certificates/my_certificates.html", {"page_obj": page, "rows": rows})


@login_required
@never_cache
@require_safe
def certificate_detail(request: SignedInRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.for_learner(request.user), serial=serial)
    context = {
        "breadcrumbs": [(_("Home"), "/"), (_("My certificates"), reverse("my_certificates"))],
        "document": shown_document(printed_on(certificate)),
        **_standing(certificate),
    }
    return render(request, "certificates/certificate_detail.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_pdf(request: SignedInRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.for_learner(request.user), serial=serial)
    return document_response(request, certificate)


@never_cache
@require_safe
def certificate_lookup(request: HttpRequest) -> HttpResponse:
    if "serial" not in request.GET:
        return _public(render(request, "certificates/lookup.html", {"form": LookupForm()}))
    form = LookupForm(request.GET)
    if form.is_valid():
        return redirect("verify_certificate", serial=form.cleaned_data["serial"])
    return _public(render(request, "certificates/lookup.html", {"form": form}))


@never_cache
@require_safe
def verify_certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """Show to anybody the least that proves a document: who, what, when, whose, does it stand."""
    who = f"verify:{client_network(request)}"
    if asks_too_often(who, settings.LMS_VERIFICATIONS_PER_MINUTE):
        text = _(
            "Many documents have been looked up from your address in the last minute. "
            "Wait a minute, then load this page again."
        )
        return _public(too_often(request, text))
    found = Certificate.objects.filter(serial=normalise_serial(serial))
    certificate = found.with_status().select_related("replaces", "replaced_by").first()
    if certificate is None:
        context = {"asked": serial[:40], "form": LookupForm(initial={"serial": serial[:40]})}
        return _public(render(request, "certificates/unknown.html", context, status=404))
    if certificate.serial != serial:
        return redirect("verify_certificate", serial=certificate.serial)
    context = {"printed": printed_on(certificate), **_standing(certificate)}
    return _public(render(request, "certificates/verify.html", context))


def document_response(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """Return the document as issued, or say what is to be done.

    One that is not kept yet, or is kept no longer, is drawn when that is posted.
    """
    try:
        if request.method == "POST":
            with place_for(request.user.pk):
                ensure_pdf(certificate_id=certificate.pk)
            return redirect(request.path)
        found = read_document(certificate) if certificate.pdf else None
    except StorageUnavailable as refusal:
        refused = {"title": _("The document is not available"), "text": str(refusal)}
        return render(request, "certificates/unavailable.html", refused, status=503)
    if isinstance(found, bytes):
        return _download(certificate, found)
    text = _("This takes some seconds. Then the document is shown.")
    if found is not None:
        text = _(
            "The stored file was damaged. The document is made again from what was recorded when "
            "it was issued; this takes some seconds."
        )
    context = {
        "title": _("Your document is being made"),
        "text": text,
        "label": _("Make the document"),
        "at_once": True,
    }
    return render(request, "components/go_on.html", context)


def _download(certificate: Certificate, content: bytes) -> HttpResponse:
    """Return the document as a file that no cache keeps."""
    printed = printed_on(certificate)
    name = file_name(printed.document_title, printed.learner_name, printed.serial)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _standing(certificate: Certificate) -> dict[str, Any]:
    status = certificate.status
    return {
        "certificate": certificate,
        "status": status,
        "status_kind": STATUS_KINDS[status],
        "replacement": certificate.replacement,
        "successor": certificate.successor_on(timezone.localdate())
        if status == CertificateStatus.SUPERSEDED
        else None,
        "valid_through": certificate.valid_through,
    }


def _public(response: HttpResponse) -> HttpResponse:
    """Keep a page about a person out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
