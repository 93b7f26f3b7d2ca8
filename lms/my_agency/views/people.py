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
from lms.my_agency.choice import assigning, person_rows
from lms.my_agency.gate import for_managers, log_access, not_too_often
from lms.my_agency.links import agency_breadcrumbs
from lms.my_agency.people_list import PeopleList, find_people, list_query
from lms.my_agency.sorting import headings
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
        found = find_people(agency, visible, request.GET)
    except ReportRefused as refusal:
        raise Http404 from refusal
    wanted = request.GET.get("format", "")
    log_access(request, agency, "people", format=wanted if wanted in FILES else "html")
    is_valid = found.form.is_valid()
    if is_valid and wanted in FILES:
        return _download(agency, found, wanted)
    tree = found.snapshot.roster.scope.tree
    page = Paginator(found.people, PAGE_SIZE).get_page(request.GET.get("page"))
    count = len(found.people)
    context = {
        "breadcrumbs": agency_breadcrumbs(tree, agency, visible, with_itself=True),
        "agency": agency,
        "agency_name": tree.versions[agency.pk].name,
        "form": found.form,
        "page_obj": page,
        "rows": person_rows(found, page, request.GET),
        "headings": headings(request.GET, found.sort, found.competency_name),
        "count_text": ngettext("%(n)d person", "%(n)d people", count) % {"n": count},
        "downloads": _downloads(agency, request.GET),
        "assigning": assigning(request.GET, found, page),
    }
    return render(request, "my_agency/agency_people.html", context, status=200 if is_valid else 400)


def _downloads(agency: Agency, query: QueryDict) -> list[Download]:
    links = []
    for key in FILES:
        changed = QueryDict(list_query(query), mutable=True)
        changed.pop("page", None)
        changed["format"] = key
        url = f"{reverse('agency_people', args=[agency.code])}?{changed.urlencode()}"
        links.append(Download(_("This list"), url, key.upper()))
    return links


def _download(agency: Agency, found: PeopleList, wanted: str) -> HttpResponse:
    table = people_table(found)
    if wanted == "csv":
        headings = [column.heading for column in table.columns]
        content = write_csv([headings, *table.rows])
    else:
        content = write_xlsx([table])
    response = HttpResponse(content, content_type=FILES[wanted])
    name = f"people-{agency.code}-{timezone.localdate():%Y-%m-%d}.{wanted}"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def people_table(found: PeopleList) -> Table:
    """Return the list as a table for files; with the levels of a competency that is asked for."""
    code = found.competency.code if found.competency else ""
    columns = (
        Column("code", _("Official code"), "code"),
        Column("name", _("Full name")),
        Column("agency_code", _("Agency code"), "code"),
        Column("agency", _("Agency")),
        Column("position", _("Position")),
        Column("required", _("Required levels"), "count"),
        Column("met", _("Levels met"), "count"),
        *(
            (
                Column("level_required", _("Level required in %(code)s") % {"code": code}, "count"),
                Column("level_proved", _("Level proved in %(code)s") % {"code": code}, "count"),
            )
            if code
            else ()
        ),
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
            *(found.levels[line.person.id] if code else ()),
            line.learning.periods,
            line.learning.completed,
            line.learning.open,
            line.learning.overdue,
        )
        for line in found.people
    ]
    return Table("people", _("People"), columns, rows)
