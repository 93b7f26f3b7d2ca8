"""CSV: UTF-8 with BOM, every value quoted, the tables one below the other.

Each table has a line with its key and title, the line of headings, its rows and an empty line.
Shares are fractions with a decimal point; provenance comes last.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from lms.core.spreadsheets import BOM, safe_text
from lms.reports.datasets.shape import CompetencyReport
from lms.reports.provenance_lines import provenance_lines
from lms.reports.renderers.base import Renderer
from lms.reports.tables import report_tables


def render(report: CompetencyReport) -> bytes:
    lines: list[Sequence[Any]] = []
    for table in report_tables(report):
        lines += [[table.key, table.title], [column.heading for column in table.columns]]
        lines += [*table.all_rows, []]
    lines += [["provenance"], *provenance_lines(report)]
    return write_csv(lines)


def write_csv(lines: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as a safe CSV file. Every value is quoted: no separator can open a new cell."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_cell(value) for value in line])
    return (BOM + out.getvalue()).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else str(value)


RENDERER = Renderer("CSV", "csv", "text/csv; charset=utf-8", render)
