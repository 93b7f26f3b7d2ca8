"""The people of an agency: the list, its downloads, and one person."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.core.components import Download
from lms.my_agency.forms import AssignForm, PeopleFilter
from lms.my_agency.gate import for_managers, log_access, not_too_often
from lms.my_agency.links import agency_breadcrumbs
from lms.reports.datasets.people import PersonLine, read_people, select_people
from lms.reports.datasets.snapshot import read_snapshot
from lms.reports.exceptions import ReportRefused
from lms.reports.renderers.csv import write_csv
from lms.reports.renderers.xlsx import CONTENT_TYPE as XLSX
from lms.reports.renderers.xlsx import write_xlsx
from lms.reports.tables.base import Column, Table

PAGE_SIZE = 50
FILES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@for_managers
@require_safe
@not_too_often
def agency_people(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> HttpResponse:
    """A filter that is not offered gives the form with what is wrong, and status 400."""
    try:
        snapshot = read_snapshot(agency=agency, visible=visible, as_of=timezone.localdate())
    except ReportRefused as refusal:
        raise Http404 from refusal
    scope = snapshot.roster.scope
    form = PeopleFilter(request.GET, scope, snapshot.levels.competencies)
    is_valid = form.is_valid()
    people = select_people(read_people(snapshot), form.wanted()) if is_valid else []
    wanted = request.GET.get("format", "")
    log_access(request, agency, "people", format=wanted if wanted in FILES else "html")
    if is_valid and wanted in FILES:
        return _download(agency, people, wanted)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "breadcrumbs": agency_breadcrumbs(scope.tree, agency, visible, with_itself=True),
        "agency": agency,
        "agency_name": scope.tree.versions[agency.pk].name,
        "form": form,
        "page_obj": page,
        "count_text": ngettext("%(n)d person", "%(n)d people", len(people)) % {"n": len(people)},
        "downloads": _downloads(agency, request.GET),
        "assign_form": AssignForm(auto_id="assign_%s"),
    }
    return render(request, "my_agency/agency_people.html", context, status=200 if is_valid else 400)


def _downloads(agency: Agency, query: QueryDict) -> list[Download]:
    links = []
    for key in FILES:
        changed = query.copy()
        changed.pop("page", None)
        changed["format"] = key
        url = f"{reverse('agency_people', args=[agency.code])}?{changed.urlencode()}"
        links.append(Download(_("This list"), url, key.upper()))
    return links


def _download(agency: Agency, people: list[PersonLine], wanted: str) -> HttpResponse:
    table = people_table(people)
    if wanted == "csv":
        headings = [column.heading for column in table.columns]
        content = write_csv([headings, *table.rows])
    else:
        content = write_xlsx([table])
    response = HttpResponse(content, content_type=FILES[wanted])
    name = f"people-{agency.code}-{timezone.localdate():%Y-%m-%d}.{wanted}"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def people_table(people: list[PersonLine]) -> Table:
    """Return the list as a table for files."""
    columns = (
        Column("code", _("Official code"), "code"),
        Column("name", _("Full name")),
        Column("agency_code", _("Agency code"), "code"),
        Column("agency", _("Agency")),
        Column("position", _("Position")),
        Column("required", _("Required levels"), "count"),
        Column("met", _("Levels met"), "count"),
        Column("periods", _("Credited periods this year"), "count"),
        Column("completed", _("Courses completed"), "count"),
        Column("open", _("Under way"), "count"),
        Column("overdue", _("Overdue"), "count"),
    )
    rows = [
        (
            line.person.code,
            line.person.name,
            line.agency_code,
            line.agency_name,
            str(line.position),
            len(line.required),
            line.met,
            line.learning.periods,
            line.learning.completed,
            line.learning.open,
            line.learning.overdue,
        )
        for line in people
    ]
    return Table("people", _("People"), columns, rows)
