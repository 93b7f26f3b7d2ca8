"""Lists and reports of the CMS as files: safe in spreadsheets, and recorded."""

from collections.abc import Callable, Iterator
from typing import Any

import structlog

from lms.core.spreadsheets import BOM, safe_text

logger = structlog.get_logger(__name__)


# Whoever keeps a record of lists taken along: given the user, the list, the format.
_told: list[Callable[[int, str, str], None]] = []


def tell_of_exports(tell: Callable[[int, str, str], None]) -> None:
    _told.append(tell)


def make_exports_safe() -> None:
    """Let every list and report of the CMS write safe CSV, and record who took which file.

    Wagtail keeps formulas out of its XLSX files alone, and most of its exports are views of its
    own: titles that trainers write would run in the spreadsheet of whoever reads the report.
    """
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    write = SpreadsheetExportMixin.as_spreadsheet
    stream = SpreadsheetExportMixin.stream_csv

    def as_spreadsheet(view: Any, queryset: Any, kind: str) -> Any:
        user = view.request.user.pk
        logger.info("list_exported", list=type(view).__name__, format=kind, user_id=user)
        for tell in _told:
            tell(user, type(view).__name__, kind)
        return write(view, queryset, kind)

    def stream_csv(view: Any, queryset: Any) -> Iterator[Any]:
        yield BOM.encode()
        yield from stream(view, queryset)

    SpreadsheetExportMixin.stream_csv = stream_csv
    SpreadsheetExportMixin.write_csv_row = _write_csv_row
    SpreadsheetExportMixin.as_spreadsheet = as_spreadsheet


def _write_csv_row(view: Any, writer: Any, row: dict[str, Any]) -> Any:
    shown = {
        field: view.preprocess_field_value(field, value, view.FORMAT_CSV)
        for field, value in row.items()
    }
    return writer.writerow({field: _safe(value) for field, value in shown.items()})


def _safe(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else safe_text(str(value))
