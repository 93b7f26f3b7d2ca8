"""What templates need beside the report: charts, tables cut to reading length, official texts."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.documents.charts import Bar, Series
from lms.enrolments.records import target_source
from lms.reports.datasets.rules import rule_sentences
from lms.reports.datasets.shape import Cell, CompetencyReport, HeatRow, share
from lms.reports.figures import count_text, percent_text
from lms.reports.paper import heat_parts, table_parts
from lms.reports.provenance_lines import provenance_facts, reading_text
from lms.reports.tables import report_tables
from lms.reports.tables.base import ROWS_ON_PAPER, ROWS_TO_READ, Table
from lms.reports.tables.learning import band_text
from lms.reports.tables.levels import row_name

JOINING_WORDS = {"và", "của", "các"}
HEAT_STEPS = 6
# Those that grow with agencies and people; the others are always shown whole.
LONG_TABLES = {"agency_levels", "gaps", "people_with_gaps", "completion", "certificates"}


@dataclass(frozen=True)
class ShownTable:
    """A table as far as it is read: `cut` rows more are in the files."""

    table: Table
    rows: list[tuple[Any, ...]]
    cut: int


def report_context(report: CompetencyReport, limit: int = ROWS_TO_READ) -> dict[str, Any]:
    """Return the context of the report on screen and on paper, tables cut after `limit` rows."""
    tables = {table.key: shown(table, limit) for table in report_tables(report)}
    return {
        "report": report,
        "tables": tables,
        "reading_text": reading_text(report.reading),
        "level_bars": level_bars(report),
        "level_series": level_series(),
        "period_bars": period_bars(report),
        "period_series": [Series(pgettext("count", "People"))],
        "rules": rule_sentences(report),
        "facts": provenance_facts(report),
        **_notes(report),
    }


def _notes(report: CompetencyReport) -> dict[str, str]:
    """Return what each of the three figures on top is made of."""
    return {
        "level_note": _("%(n)s of %(of)s levels that positions require of people")
        % {"n": count_text(report.total.meeting), "of": count_text(report.total.required)},
        "period_note": _("%(n)s of %(of)s people have %(target)d periods or more")
        % {
            "n": count_text(report.periods.target_reached),
            "of": count_text(report.periods.people),
            "target": report.periods.target,
        },
        "target_source": target_source(),
        "certificate_note": _("of %(n)s issued by the day")
        % {"n": count_text(report.certificate_total.issued)},
    }


def document_context(report: CompetencyReport) -> dict[str, Any]:
    """Return the context of the official document."""
    context = report_context(report, ROWS_ON_PAPER)
    people = context["tables"]["people_with_gaps"].table
    return {
        **context,
        "heat_parts": heat_parts(report),
        "people_parts": [shown(part, ROWS_ON_PAPER) for part in table_parts(people)],
        "sign": document_sign(report.agency_name),
        "today": timezone.localdate(report.provenance.generated_at),
    }


def shown(table: Table, limit: int) -> ShownTable:
    rows = list(table.rows[:limit] if table.key in LONG_TABLES else table.rows)
    return ShownTable(table, rows, len(table.rows) - len(rows))


def document_sign(agency_name: str) -> str:
    """Return the sign after the number: “Sở Khoa học và Công nghệ” signs BC-SKHCN."""
    if agency_name.lower().startswith("ủy ban nhân dân"):
        return "BC-UBND"
    words = [word for word in agency_name.split() if word.lower() not in JOINING_WORDS]
    return "BC-" + "".join(word[0] for word in words if word[0].isalpha()).upper()


def heat_class(cell: Cell | None) -> str:
    """Return the class of a cell of the heat map: heat-0 (lowest) to heat-5, heat-none."""
    if cell is None or not cell.required:
        return "heat-none"
    return f"heat-{cell.meeting * (HEAT_STEPS - 1) // cell.required}"


def heat_row_name(row: HeatRow) -> str:
    return row_name(row.name, row.is_own)


def level_series() -> list[Series]:
    return [
        Series(_("Meet the level"), "1"),
        Series(_("Below the level"), "3"),
        Series(_("Without evidence"), "none"),
    ]


def level_bars(report: CompetencyReport) -> list[Bar]:
    """Return a bar for each competency, as parts of those required."""
    return [
        Bar(
            f"{line.code} {line.name}",
            (cell.meeting, cell.below, cell.unproved),
            f"{count_text(cell.meeting)}/{count_text(cell.required)}",
        )
        for line, cell in zip(report.competencies, report.totals, strict=True)
        if cell.required
    ]


def period_bars(report: CompetencyReport) -> list[Bar]:
    people = report.periods.people
    return [
        Bar(
            band_text(band),
            (band.people,),
            f"{count_text(band.people)} ({percent_text(share(band.people, people))})",
        )
        for band in report.periods.bands
        if people
    ]
