"""One agency at a glance: the figures that matter, who needs help, the agencies below."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.agencies.models import Agency
from lms.agencies.naming import name_below
from lms.core.components import PersonRow, Tile
from lms.reports.datasets.people import PersonLine
from lms.reports.datasets.shape import CompetencyReport, HeatRow
from lms.reports.datasets.snapshot import Snapshot
from lms.reports.figures import count_text, percent_text

HELP_ROWS = 5


def tiles(report: CompetencyReport, people: list[PersonLine], people_url: str) -> list[Tile]:
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


def help_lists(
    people: list[PersonLine], agency: Agency, people_url: str, *, agency_name: str
) -> list[HelpList]:
    """`agency_name`: of the page; people of agencies below it stand without it."""
    with_gap = sorted((p for p in people if p.gaps), key=lambda p: -p.gap_sum)
    overdue = sorted((p for p in people if p.learning.overdue), key=lambda p: -p.learning.overdue)
    inactive = [p for p in people if p.is_inactive]
    return [
        HelpList(
            _("Biggest gaps"),
            len(with_gap),
            f"{people_url}?status=gap",
            _rows(
                with_gap,
                agency,
                agency_name,
                lambda p: _("%(n)d levels missing") % {"n": p.gap_sum},
            ),
        ),
        HelpList(
            _("Overdue"),
            len(overdue),
            f"{people_url}?status=overdue",
            _rows(
                overdue,
                agency,
                agency_name,
                lambda p: _("%(n)d overdue") % {"n": p.learning.overdue},
            ),
        ),
        HelpList(
            _("Not seen for 30 days"),
            len(inactive),
            f"{people_url}?status=inactive",
            _rows(
                inactive,
                agency,
                agency_name,
                lambda p: _("%(n)d under way") % {"n": p.learning.open},
            ),
        ),
    ]


def _rows(
    people: Iterable[PersonLine],
    agency: Agency,
    agency_name: str,
    note: Callable[[PersonLine], str],
) -> list[PersonRow]:
    return [
        PersonRow(
            name=line.person.name,
            url=reverse("agency_person", args=[agency.code, line.person.code]),
            detail=name_below(line.agency_name, agency_name),
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


def branches(
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
