"""Text in files for spreadsheets: nothing that somebody typed is run as a formula."""

from typing import Any

# Full-width forms too: spreadsheets in East Asian locales read them as the plain ones.
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def safe_text(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before formulas."""
    stripped = text.lstrip(" \u00a0\u3000")
    return f"'{text}" if stripped.startswith(FORMULA_STARTS) else text


def make_exports_safe() -> None:
    """Let every list and report of the CMS write safe CSV.

    Wagtail keeps formulas out of its XLSX files alone, and most of its exports are views of its
    own: titles that trainers write would run in the spreadsheet of whoever reads the report.
    """
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    SpreadsheetExportMixin.write_csv_row = _write_csv_row


def _write_csv_row(view: Any, writer: Any, row: dict[str, Any]) -> Any:
    shown = {
        field: view.preprocess_field_value(field, value, view.FORMAT_CSV)
        for field, value in row.items()
    }
    return writer.writerow({field: _safe(value) for field, value in shown.items()})


def _safe(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else safe_text(str(value))
