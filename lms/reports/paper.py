"""Wide tables of the official document, in parts that fit on a sheet: nothing runs off its edge."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, pairwise
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.reports.datasets.shape import CompetencyReport
from lms.reports.tables.base import Table

T = TypeVar("T")
# On A4 across, beside code, name and agency of a person, or beside the name of an agency.
STEPS_ACROSS = 10
HEAT_CELLS_ACROSS = 12


def spans(count: int, most: int) -> list[range]:
    """Share out `count` places in as few runs of at most `most` as will do, as evenly as can be."""
    parts = max(1, -(-count // most))
    edges = [count * part // parts for part in range(parts + 1)]
    return [range(start, end) for start, end in pairwise(edges)]


def table_parts(table: Table, most: int = STEPS_ACROSS) -> list[Table]:
    """Return a table as parts with at most so many steps each; all else stands in every part."""
    steps = [at for at, column in enumerate(table.columns) if column.kind == "step"]
    parts = spans(len(steps), most)
    if len(parts) == 1:
        return [table]
    found = []
    for number, part in enumerate(parts, start=1):
        here = {steps[at] for at in part}
        kept = [at in here or column.kind != "step" for at, column in enumerate(table.columns)]
        rows = [tuple(compress(row, kept)) for row in table.rows]
        columns = tuple(compress(table.columns, kept))
        title = _part_title(table.title, number, len(parts))
        found.append(replace(table, title=title, columns=columns, rows=rows))
    return found


def heat_parts(report: CompetencyReport, most: int = HEAT_CELLS_ACROSS) -> list[CompetencyReport]:
    """Return the report once for each part of its heat map, with the competencies of the part."""
    return [
        replace(
            report,
            competencies=_of(report.competencies, part),
            heat_map=tuple(row._replace(cells=_of(row.cells, part)) for row in report.heat_map),
        )
        for part in spans(len(report.competencies), most)
    ]


def _of(items: Sequence[T], part: range) -> tuple[T, ...]:
    return tuple(items[part.start : part.stop])


def _part_title(title: str, number: int, parts: int) -> str:
    return _("%(title)s (part %(number)d of %(parts)d)") % {
        "title": title,
        "number": number,
        "parts": parts,
    }
