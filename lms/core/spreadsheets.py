"""Text in files for spreadsheets: read as Vietnamese, and never run as a formula."""

# Without it, spreadsheets read the Vietnamese of a CSV file as gibberish.
BOM = "\ufeff"

# Full-width forms too: spreadsheets in East Asian locales read them as the plain ones.
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def safe_text(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before formulas."""
    stripped = text.lstrip(" \u00a0\u3000")
    return f"'{text}" if stripped.startswith(FORMULA_STARTS) else text
