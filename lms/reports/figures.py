"""How single figures are written: in the active language on screen and paper, plain in files."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format, number_format

from lms.core.percentages import percentage

NOTHING = "–"


def percent_text(share: float | None) -> str:
    """Return a share as it is written: 0.615 becomes “61,5%” in Vietnamese; “–” without one."""
    return NOTHING if share is None else number_format(percentage(share, places=1), 1) + "%"


def count_text(value: int) -> str:
    return number_format(value, force_grouping=True)


def written(value: Any, kind: str) -> str:
    """Return a value of a table as people read it."""
    if kind == "share":
        return percent_text(value)
    if kind == "step":
        return str(value)
    if value is None or value == "":
        return NOTHING
    if kind == "count":
        return count_text(value)
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)
