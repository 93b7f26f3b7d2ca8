"""XLSX: a sheet for each table and one for the provenance; text is never a formula."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from lms.reports.datasets.shape import CompetencyReport
from lms.reports.provenance_lines import provenance_lines
from lms.reports.renderers.base import Renderer
from lms.reports.tables import report_tables
from lms.reports.tables.base import Column, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
WIDTHS = {"text": 36, "code": 14, "count": 12, "step": 8, "share": 12}


def render(report: CompetencyReport) -> bytes:
    tables = report_tables(report)
    about = Table("provenance", "", (Column("what", ""), Column("value", "")), [])
    return write_xlsx([*tables, about], {"provenance": provenance_lines(report)})


def write_xlsx(
    tables: Iterable[Table], bare_rows: dict[str, Sequence[Sequence[Any]]] | None = None
) -> bytes:
    """Return a workbook with a sheet for each table, named by its key.

    `bare_rows` are those of sheets without a head. Codes keep their leading zeros: every text
    is written as text, whatever it looks like.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False}) as book:
        styles = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "share": book.add_format({"num_format": "0.0%"}),
            "count": book.add_format({"num_format": "#,##0"}),
        }
        for table in tables:
            sheet = book.add_worksheet(table.key.replace("_", " ").capitalize()[:31])
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, WIDTHS[column.kind])
            if bare_rows and table.key in bare_rows:
                _write_rows(sheet, bare_rows[table.key], 0, table.columns, styles)
                continue
            sheet.freeze_panes(1, 0)
            for index, column in enumerate(table.columns):
                sheet.write_string(0, index, column.heading, styles["head"])
            _write_rows(sheet, table.all_rows, 1, table.columns, styles)
    return out.getvalue()


def _write_rows(
    sheet: Any,
    rows: Sequence[Sequence[Any]],
    first: int,
    columns: Sequence[Column],
    styles: dict[str, Any],
) -> None:
    for number, row in enumerate(rows, start=first):
        for index, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, int | float):
                sheet.write_number(number, index, value, styles.get(columns[index].kind))
            else:
                sheet.write_string(number, index, str(value)[:LONGEST_CELL])


RENDERER = Renderer("XLSX", "xlsx", CONTENT_TYPE, render)
