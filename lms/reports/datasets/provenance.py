"""What a report says of itself: the rules it follows and the fingerprint of its data."""

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any, get_args, get_type_hints

from lms.reports.datasets.shape import CompetencyReport


def report_data(report: CompetencyReport) -> dict[str, Any]:
    """Return the data part as plain values, without the provenance.

    Tables are {"columns": […], "rows": [[…], …]}, single objects are dictionaries, days are
    written YYYY-MM-DD, a label is [Vietnamese, English].
    """
    return _fields(report, leave_out="provenance")


def canonical_json(data: dict[str, Any]) -> bytes:
    """Return the one way the data is written down for its fingerprint."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def fingerprint(report: CompetencyReport) -> str:
    """Return the SHA-256 of the canonical JSON of the data part, in hexadecimal."""
    return hashlib.sha256(canonical_json(report_data(report))).hexdigest()


def _fields(thing: Any, leave_out: str = "") -> dict[str, Any]:
    hints = get_type_hints(type(thing))
    return {
        field.name: _plain(getattr(thing, field.name), hints[field.name])
        for field in dataclasses.fields(thing)
        if field.name != leave_out
    }


def _plain(value: Any, kind: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return dict(zip(value._fields, value, strict=True))
    if isinstance(value, tuple):
        # Named tuples are written as plain arrays: ten thousand rows need not be copied first.
        return {"columns": list(get_args(kind)[0]._fields), "rows": value}
    return value
