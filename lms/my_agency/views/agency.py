"""My agency: the agencies somebody looks after, and one of them at a glance."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.agencies.access import VisibleAgencies, visible_agencies
from lms.agencies.models import Agency
from lms.agencies.tree import AgencyTree, tree_as_of
from lms.core.components import Download, PersonRow, Tile
from lms.my_agency.gate import for_managers, log_access, signed_in_user
from lms.reports.datasets.competency_report import report_of
from lms.reports.datasets.people import PersonLine, read_people
from lms.reports.datasets.shape import CompetencyReport, HeatRow, Reading
from lms.reports.datasets.snapshot import Snapshot, read_snapshot
from lms.reports.exceptions import ReportRefused
from lms.reports.presentation import level_bars, level_series
from lms.reports.renderers import RENDERERS

HELP_ROWS = 5


@login_required
@never_cache
@require_safe
def agency_home(request: HttpRequest) -> HttpResponse:
    """The agencies the visitor looks after; straight to the one when there is only one."""
    user, today = signed_in_user(request), timezone.localdate()
    tree = tree_as_of(today)
    visible = visible_agencies(user, today)
    if not visible:
        raise Http404
    roots = visible.roots(tree)
    if len(roots) == 1:
        return redirect("agency_detail", code=tree.versions[roots[0]].agency.code)
    agencies = [(tree.versions[pk], sum(1 for _pk in tree.descendants(pk)) - 1) for pk in roots]
    return render(request, "my_agency/agency_home.html", {"agencies": agencies})


@for_managers
@require_safe
def agency_detail(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> HttpResponse:
    try:
        snapshot = read_snapshot(agency=agency, visible=visible, as_of=timezone.localdate())
    except ReportRefused as refusal:
        # Only who sees all agencies comes here: a former agency has its reports, nothing of today.
        context = {"agency": agency, "refusal": str(refusal)}
        return render(request, "my_agency/agency_closed.html", context)
    report, people = report_of(snapshot), read_people(snapshot)
    log_access(request, agency, "overview")
    people_url = reverse("agency_people", args=[agency.code])
    context = {
        "breadcrumbs": agency_breadcrumbs(snapshot.roster.scope.tree, agency, visible),
        "agency": agency,
        "report": report,
        "people_url": people_url,
        "tiles": _tiles(report, people, people_url),
        "help_lists": _help_lists(people, agency, people_url),
        "branches": _branches(report, snapshot, people),
        "level_bars": level_bars(report),
        "level_series": level_series(),
        "downloads": downloads(agency),
    }
    return render(request, "my_agency/agency_detail.html", context)


def agency_breadcrumbs(
    tree: AgencyTree, agency: Agency, visible: VisibleAgencies, *, with_itself: bool = False
) -> list[tuple[str, str]]:
    """Return (label, address) of the visible agencies above, the top first."""
    path = [pk for pk in reversed(tree.ancestors(agency.pk)) if pk in visible]
    if with_itself:
        path.append(agency.pk)
    versions = [tree.versions[pk] for pk in path if pk in tree]
    links = [(v.label, reverse("agency_detail", args=[v.agency.code])) for v in versions]
    return [(_("Home"), "/"), *links]


def downloads(agency: Agency, as_of: str = "", reading: str = Reading.AS_WAS) -> list[Download]:
    """Return the downloads of the competency report."""
    base = reverse("competency_report", args=[agency.code])
    notes = {
        "pdf": _("The official layout, ready to be numbered and signed."),
        "xlsx": _("A sheet for each table."),
        "csv": _("All tables as plain text."),
        "json": _("For other systems."),
    }
    query = f"&as_of={as_of}&reading={reading}" if as_of else ""
    return [
        Download(
            _("Competency report"),
            f"{base}?format={key}{query}",
            RENDERERS[key].label,
            note=note,
        )
        for key, note in notes.items()
    ]


def _tiles(report: CompetencyReport, people: list[PersonLine], people_url: str) -> list[Tile]:
    from lms.reports.figures import count_text, percent_text

    overdue = sum(1 for line in people if line.learning.overdue)
    return [
        Tile(
            value=percent_text(report.total.share),
            label=_("Required levels that are met"),
            note=_("%(met)s of %(required)s; %(n)s people have a gap")
            % {
                "met": count_text(report.total.meeting),
                "required": count_text(report.total.required),
                "n": count_text(report.denominator.with_gap),
            },
            url=f"{people_url}?status=gap",
            link_label=_("People with a gap"),
        ),
        Tile(
            value=percent_text(report.periods.share),
            label=_("Reached %(target)d periods this year") % {"target": report.periods.target},
            note=_("%(n)s of %(all)s people")
            % {
                "n": count_text(report.periods.target_reached),
                "all": count_text(report.periods.people),
            },
            url=f"{people_url}?status=behind",
            link_label=_("People below the target"),
        ),
        Tile(
            value=count_text(overdue),
            label=_("People with an overdue course"),
            note=_("%(n)s enrolments are past their date")
            % {"n": count_text(report.completion_total.overdue)},
            url=f"{people_url}?status=overdue",
            link_label=_("People with an overdue course"),
            kind="danger" if overdue else "success",
        ),
    ]


@dataclass(frozen=True)
class HelpList:
    """People who need a word, the first few, and the address of all of them."""

    title: str
    count: int
    url: str
    rows: list[PersonRow]


def _help_lists(people: list[PersonLine], agency: Agency, people_url: str) -> list[HelpList]:
    with_gap = sorted((p for p in people if p.gaps), key=lambda p: -p.gap_sum)
    overdue = sorted((p for p in people if p.learning.overdue), key=lambda p: -p.learning.overdue)
    inactive = [p for p in people if p.is_inactive]
    return [
        HelpList(
            _("Biggest gaps"),
            len(with_gap),
            f"{people_url}?status=gap",
            _rows(with_gap, agency, lambda p: _("%(n)d levels missing") % {"n": p.gap_sum}),
        ),
        HelpList(
            _("Overdue"),
            len(overdue),
            f"{people_url}?status=overdue",
            _rows(overdue, agency, lambda p: _("%(n)d overdue") % {"n": p.learning.overdue}),
        ),
        HelpList(
            _("Not seen for 30 days"),
            len(inactive),
            f"{people_url}?status=inactive",
            _rows(inactive, agency, lambda p: _("%(n)d under way") % {"n": p.learning.open}),
        ),
    ]


def _rows(
    people: Iterable[PersonLine], agency: Agency, note: Callable[[PersonLine], str]
) -> list[PersonRow]:
    return [
        PersonRow(
            name=line.person.name,
            url=reverse("agency_person", args=[agency.code, line.person.code]),
            detail=line.agency_name,
            note=note(line),
        )
        for line in list(people)[:HELP_ROWS]
    ]


@dataclass(frozen=True)
class Branch:
    """An agency directly below: its line of the heat map, and how many people of it …"""

    row: HeatRow
    overdue: int
    reached: int


def _branches(
    report: CompetencyReport, snapshot: Snapshot, people: list[PersonLine]
) -> list[Branch]:
    """Return a line for each agency directly below: heads, share of levels met, overdue people."""
    scope = snapshot.roster.scope
    overdue: dict[str, int] = defaultdict(int)
    reached: dict[str, int] = defaultdict(int)
    for line in people:
        branch = scope.tree.versions[scope.branch_of(line.person.agency_id)].agency.code
        overdue[branch] += bool(line.learning.overdue)
        reached[branch] += line.has_reached_periods
    return [
        Branch(row, overdue[row.code], reached[row.code])
        for row in report.heat_map[:-1]
        if not row.is_own and row.code != report.agency_code
    ]
