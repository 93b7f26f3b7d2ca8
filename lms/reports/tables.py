"""The report as tables in the active language: what every renderer walks through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lms.reports.datasets.shape import CompetencyReport, Gap, PeriodBand, share

# Long tables are cut on screen and paper, and say so; files hold every row.
ROWS_TO_READ = 200
# A page of fifty rows takes the PDF a third of a second.
ROWS_ON_PAPER = 200


class Column(NamedTuple):
    """`kind` is text, code, count, step (from one level to another) or share.

    A share is 0 to 1, None without a whole.
    """

    key: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """`total` is the last row where the columns add up."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    total: tuple[Any, ...] | None = None
    note: str = ""

    @property
    def all_rows(self) -> list[tuple[Any, ...]]:
        return [*self.rows, *([self.total] if self.total else [])]


def report_tables(report: CompetencyReport) -> list[Table]:
    """Return all tables of a report, in the order of the document."""
    return [
        _denominator(report),
        _competencies(report),
        _heat_map(report),
        _agency_levels(report),
        _gaps(report),
        _people_with_gaps(report),
        _completion(report),
        _certificates(report),
        _periods(report),
        *_breakdowns(report),
    ]


def _denominator(report: CompetencyReport) -> Table:
    n = report.denominator
    rows = [
        (_("People posted to these agencies on the day or before it"), n.register),
        (_("of them: count elsewhere on the day"), n.elsewhere),
        (_("of them: without any post on the day"), n.without_posting),
        (_("of them: counted here"), n.counted),
        (_("of those counted: their position requires no level"), n.without_requirements),
        (_("of those counted: with required levels"), n.with_requirements),
        (_("of those with required levels: meet all of them"), n.meeting_all),
        (_("of those with required levels: have a gap"), n.with_gap),
    ]
    columns = (Column("who", _("Who")), Column("people", _("People"), "count"))
    return Table("denominator", _("Who is counted"), columns, rows)


def _levels_columns() -> tuple[Column, ...]:
    return (
        Column("required", _("Required"), "count"),
        Column("meeting", _("Meet the level"), "count"),
        Column("below", _("Below the level"), "count"),
        Column("unproved", _("Without evidence"), "count"),
        Column("share", _("Share who meet it"), "share"),
    )


def _competencies(report: CompetencyReport) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("competency", _("Competency")),
        *_levels_columns(),
    )
    rows = [
        (line.code, str(line.name), *cell, cell.share)
        for line, cell in zip(report.competencies, report.totals, strict=True)
    ]
    total = ("", _("All required levels"), *report.total, report.total.share)
    return Table("competencies", _("Required and proved levels"), columns, rows, total)


def _heat_map(report: CompetencyReport) -> Table:
    columns = (
        Column("agency_code", _("Agency code"), "code"),
        Column("agency", _("Agency")),
        Column("people", _("People"), "count"),
        *(Column(line.code, line.code, "share") for line in report.competencies),
        Column("all", _("All"), "share"),
    )
    rows = [
        (
            row.code,
            row_name(row.name, row.is_own),
            row.people,
            *(c.share for c in row.cells),
            row.total.share,
        )
        for row in report.heat_map
    ]
    total = ("", _("Total"), *rows[-1][2:])
    return Table("heat_map", _("Share of people who meet the level"), columns, rows[:-1], total)


def row_name(name: str, is_own: bool) -> str:
    """Return what a line of the heat map is called."""
    if not name:
        return _("Total")
    return _("%(agency)s (own people)") % {"agency": name} if is_own else name


def _agency_levels(report: CompetencyReport) -> Table:
    names = {line.code: line.name for line in report.agencies}
    columns = (
        Column("agency_code", _("Agency code"), "code"),
        Column("agency", _("Agency")),
        Column("competency_code", _("Competency"), "code"),
        *_levels_columns(),
    )
    rows = [
        (row.agency_code, names[row.agency_code], *row[1:], share(row.meeting, row.required))
        for row in report.agency_levels
    ]
    return Table("agency_levels", _("Levels by agency"), columns, rows)


def _gaps(report: CompetencyReport) -> Table:
    agencies = {line.code: line.name for line in report.agencies}
    competencies = {line.code: str(line.name) for line in report.competencies}
    columns = (
        Column("person_code", _("Official code"), "code"),
        Column("person", _("Full name")),
        Column("agency", _("Agency")),
        Column("competency_code", _("Code"), "code"),
        Column("competency", _("Competency")),
        Column("required", _("Required"), "count"),
        Column("proved", _("Proved"), "count"),
        Column("gap", _("Gap"), "count"),
    )
    rows = [
        (
            row.person_code,
            row.person_name,
            agencies[row.agency_code],
            row.competency_code,
            competencies[row.competency_code],
            row.required,
            row.proved,
            row.gap,
        )
        for row in report.gaps
    ]
    return Table(
        "gaps", _("Gaps, the biggest first"), columns, rows, note=_("Proved 0: without evidence.")
    )


def _people_with_gaps(report: CompetencyReport) -> Table:
    """Return the gaps once more, a line for each person: what fits on paper for a department."""
    agencies = {line.code: line.name for line in report.agencies}
    people: dict[tuple[str, str, str], dict[str, Gap]] = {}
    for gap in report.gaps:
        person = (gap.person_code, gap.person_name, agencies[gap.agency_code])
        people.setdefault(person, {})[gap.competency_code] = gap
    columns = (
        Column("person_code", _("Official code"), "code"),
        Column("person", _("Full name")),
        Column("agency", _("Agency")),
        *(Column(line.code, line.code, "step") for line in report.competencies),
        Column("gaps", _("Gaps"), "count"),
    )
    rows = [
        (*person, *(_step(gaps.get(line.code)) for line in report.competencies), len(gaps))
        for person, gaps in people.items()
    ]
    note = _("1→3: level 1 is proved, level 3 is required. An empty cell is no gap.")
    return Table("people_with_gaps", _("People with a gap"), columns, rows, note=note)


def _step(gap: Gap | None) -> str:
    # Neither “1/3” nor “1-3”: spreadsheets take those for dates.
    return f"{gap.proved}→{gap.required}" if gap else ""


def _completion(report: CompetencyReport) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("course", _("Course")),
        Column("enrolments", _("Enrolments"), "count"),
        Column("completed", _("Completed"), "count"),
        Column("open", _("Under way"), "count"),
        Column("withdrawn", _("Withdrawn"), "count"),
        Column("overdue", _("Overdue"), "count"),
        Column("people", _("People"), "count"),
        Column("people_completed", _("People who completed"), "count"),
    )
    return Table(
        "completion",
        _("Courses"),
        columns,
        list(report.completion),
        ("", _("Total"), *report.completion_total[2:]),
        note=_(
            "Enrolments and people are counted separately: a person in two courses is one person "
            "in the total. Overdue enrolments are part of those under way."
        ),
    )


def _certificates(report: CompetencyReport) -> Table:
    columns = (
        Column("course", _("Course")),
        Column("issued", _("Issued"), "count"),
        Column("valid", _("Valid"), "count"),
        Column("expired", _("Expired"), "count"),
        Column("superseded", _("Superseded"), "count"),
        Column("revoked", _("Revoked"), "count"),
    )
    total = (_("Total"), *report.certificate_total[1:])
    rows = list(report.certificates)
    return Table("certificates", _("Certificates and confirmations"), columns, rows, total)


def band_text(band: PeriodBand) -> str:
    """Return a band of periods in words."""
    if band.under is None:
        return _("%(n)d periods or more") % {"n": band.at_least}
    if band.under == band.at_least + 1:
        return _("%(n)d periods") % {"n": band.at_least}
    values = {"low": band.at_least, "high": band.under}
    return _("%(low)d to under %(high)d periods") % values


def _periods(report: CompetencyReport) -> Table:
    columns = (
        Column("band", _("Credited periods this year")),
        Column("people", _("People"), "count"),
        Column("share", _("Share"), "share"),
    )
    people = report.periods.people
    rows = [(band_text(b), b.people, share(b.people, people)) for b in report.periods.bands]
    return Table(
        "periods",
        _("Credited periods"),
        columns,
        rows,
        (_("Total"), people, share(people, people)),
        note=_("The yearly target is %(target)d periods.") % {"target": report.periods.target},
    )


def _breakdowns(report: CompetencyReport) -> list[Table]:
    titles = {"gender": _("Women and men"), "rank": _("By rank")}
    return [_breakdown(report, dimension, title) for dimension, title in titles.items()]


def _breakdown(report: CompetencyReport, dimension: str, title: str) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("group", _("Group")),
        Column("people", _("People"), "count"),
        Column("with_requirements", _("With required levels"), "count"),
        Column("meeting_all", _("Meet all levels"), "count"),
        Column("required", _("Required levels"), "count"),
        Column("meeting", _("Levels met"), "count"),
        Column("share", _("Share of levels met"), "share"),
        Column("target_reached", _("Reached the periods"), "count"),
        Column("people_completed", _("Completed a course"), "count"),
    )
    parts = [row for row in report.breakdowns if row.dimension == dimension]
    first = 0 if dimension == "rank" else 1
    rows = [
        (
            *(row.code, str(row.name))[first:],
            *row[3:8],
            share(row.meeting, row.required),
            *row[8:],
        )
        for row in parts
    ]
    counts = [row[3:] for row in parts]
    sums = [sum(column) for column in zip(*counts, strict=True)] or [0] * 7
    total = (*("", _("Total"))[first:], *sums[:5], share(sums[4], sums[3]), *sums[5:])
    return Table(f"by_{dimension}", title, columns[first:], rows, total)
