"""The competency report: on screen with its form, or as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.agencies.tree import tree_as_of
from lms.documents.pdf import place_for
from lms.my_agency.forms import ReportForm
from lms.my_agency.gate import for_managers, log_access, not_too_often, signed_in_user
from lms.my_agency.links import agency_breadcrumbs, downloads
from lms.reports.datasets import competency_report as compute
from lms.reports.datasets.shape import CompetencyReport
from lms.reports.exceptions import ReportRefused
from lms.reports.presentation import report_context
from lms.reports.renderers import RENDERERS, Renderer, file_name


@for_managers
@require_safe
@not_too_often
def competency_report(
    request: HttpRequest, agency: Agency, visible: VisibleAgencies
) -> HttpResponse:
    """Bad days, readings and formats give the form with what is wrong, and status 400.

    A PDF begins with a place to draw it: nothing is computed for whoever has to wait.
    """
    form = ReportForm(_with_defaults(request))
    if form.is_valid() and form.cleaned_data["format"] == "pdf":
        with place_for(signed_in_user(request).pk):
            return _report(request, agency, visible, form)
    return _report(request, agency, visible, form)


def _report(
    request: HttpRequest, agency: Agency, visible: VisibleAgencies, form: ReportForm
) -> HttpResponse:
    report = None
    if form.is_valid():
        try:
            report = compute(
                agency=agency,
                visible=visible,
                as_of=form.cleaned_data["as_of"],
                reading=form.cleaned_data["reading"],
                generated_by=signed_in_user(request),
            )
        except ReportRefused as refusal:
            form.add_error("as_of", str(refusal))
    if report is None:
        return render(
            request, "my_agency/report_page.html", _frame(agency, visible, form), status=400
        )
    wanted = form.cleaned_data["format"]
    log_access(request, agency, "competency_report", as_of=report.as_of.isoformat(), format=wanted)
    if wanted != "html":
        return download(report, RENDERERS[wanted])
    context = {**_frame(agency, visible, form), **report_context(report)}
    context["downloads"] = downloads(agency, report.as_of.isoformat(), report.reading)
    return render(request, "my_agency/report_page.html", context)


def download(report: CompetencyReport, renderer: Renderer) -> HttpResponse:
    """Return the report as a file that no cache keeps."""
    response = HttpResponse(renderer.render(report), content_type=renderer.content_type)
    name = file_name(report, renderer)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def _with_defaults(request: HttpRequest) -> dict[str, str]:
    given = {key: request.GET.get(key, "") for key in ("as_of", "reading", "format")}
    return {**given, "as_of": given["as_of"] or timezone.localdate().isoformat()}


def _frame(agency: Agency, visible: VisibleAgencies, form: ReportForm) -> dict[str, object]:
    tree = tree_as_of(timezone.localdate())
    name = tree.versions[agency.pk].name if agency.pk in tree else str(agency)
    return {
        "breadcrumbs": agency_breadcrumbs(tree, agency, visible, with_itself=True),
        "agency": agency,
        "agency_name": name,
        "form": form,
        "title": _("Competency report"),
    }
