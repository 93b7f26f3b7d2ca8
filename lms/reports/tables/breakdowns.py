"""The figures by gender and by rank."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.reports.datasets.shape import CompetencyReport, share
from lms.reports.tables.base import Column, Table


def breakdowns(report: CompetencyReport) -> list[Table]:
    titles = {"gender": _("Women and men"), "rank": _("By rank")}
    return [_breakdown(report, dimension, title) for dimension, title in titles.items()]


def _breakdown(report: CompetencyReport, dimension: str, title: str) -> Table:
    columns = (
        Column("code", _("Code"), "code"),
        Column("group", _("Group")),
        Column("people", pgettext("count", "People"), "count"),
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
