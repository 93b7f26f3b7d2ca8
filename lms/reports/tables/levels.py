"""Who is counted, and how far they meet the required levels."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.reports.datasets.shape import CompetencyReport, share
from lms.reports.tables.base import Column, Table


def denominator(report: CompetencyReport) -> Table:
    n = report.denominator
    rows = [
        (_("People posted to these agencies on the day or before it"), n.register),
        (_("of them: count elsewhere on the day"), n.elsewhere),
        (_("of them: without any post on the day"), n.without_posting),
        (_("of them: counted here"), n.counted),
        (_("of those counted: their account is closed, their posting goes on"), n.account_closed),
        (_("of those counted: their position requires no level"), n.without_requirements),
        (_("of those counted: with required levels"), n.with_requirements),
        (_("of those with required levels: meet all of them"), n.meeting_all),
        (_("of those with required levels: have a gap"), n.with_gap),
    ]
    columns = (Column("who", _("Who")), Column("people", pgettext("count", "People"), "count"))
    return Table("denominator", _("Who is counted"), columns, rows)


def _levels_columns() -> tuple[Column, ...]:
    return (
        Column("required", _("Required"), "count"),
        Column("meeting", _("Meet the level"), "count"),
        Column("below", _("Below the level"), "count"),
        Column("unproved", _("Without evidence"), "count"),
        Column("share", _("Share who meet it"), "share"),
    )


def competencies(report: CompetencyReport) -> Table:
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


def heat_map(report: CompetencyReport) -> Table:
    columns = (
        Column("agency_code", _("Agency code"), "code"),
        Column("agency", _("Agency")),
        Column("people", pgettext("count", "People"), "count"),
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


def agency_levels(report: CompetencyReport) -> Table:
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
