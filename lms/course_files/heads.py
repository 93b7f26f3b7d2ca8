"""The heads of course files as typed objects; what is missing or wrong is named."""

import dataclasses
import datetime as dt
import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import TextChoices

from assessments.words import FeedbackRelease, QuizPurpose
from courses.models import ActivityOrder
from lms.core.numbers import NotANumber, readings
from lms.core.text import clean
from lms.course_files.errors import Complaints, CourseFileError

H = TypeVar("H")


@dataclass(frozen=True)
class LegalBasisHead:
    number: str
    title: str
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    ceased_on: dt.date | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class OutcomeHead:
    text: str
    competency: str = ""
    level: int | None = None


@dataclass(frozen=True)
class CourseHead:
    code: str
    title: str
    slug: str
    summary: str
    minutes: int
    credited_periods: int
    topics: list[str] = field(default_factory=list)
    outcomes: list[OutcomeHead] = field(default_factory=list)
    order: ActivityOrder = ActivityOrder.FREE
    minimum_reading_share: int = 0
    legal_basis: list[LegalBasisHead] = field(default_factory=list)
    reviewed_on: dt.date | None = None


@dataclass(frozen=True)
class ModuleHead:
    title: str
    summary: str = ""
    slug: str = ""


@dataclass(frozen=True)
class LessonHead:
    title: str
    minutes: int
    summary: str = ""
    slug: str = ""
    required: bool = True
    legal_basis: list[LegalBasisHead] = field(default_factory=list)


@dataclass(frozen=True)
class DrawHead:
    tag: str
    count: int
    mark: float = 1


@dataclass(frozen=True)
class QuizHead:
    title: str
    slug: str
    purpose: QuizPurpose
    draws: list[DrawHead]
    required: bool = True
    minutes: int = 0
    summary: str = ""
    time_limit_minutes: int | None = None
    # Without these a new page begins with the rules of its purpose; one that exists keeps its own.
    attempts_allowed: int | None = None  # 0: as many as wanted
    wait_hours: int | None = None
    pass_mark: int = 70
    feedback: FeedbackRelease | None = None

    @property
    def rules(self) -> dict[str, Any]:
        """Return the rules that the file names, as the fields of a quiz."""
        named = {
            "attempts_allowed": self.attempts_allowed,
            "wait_hours": self.wait_hours,
            "feedback_release": self.feedback,
        }
        rules: dict[str, Any] = {name: rule for name, rule in named.items() if rule is not None}
        if self.attempts_allowed == 0:
            rules["attempts_allowed"] = None
        return rules


def read_head(kind: type[H], data: Any, path: Path, place: str = "") -> H:
    """Return the head `data` (from `load_plain_yaml`) as a `kind`.

    Raises CourseFilesRefused with all that is wrong in it.
    """
    if not isinstance(data, dict):
        raise CourseFileError(path, f"{place or 'the head'} must be a list of keys and values")
    complaints = Complaints()
    hints = typing.get_type_hints(kind)
    # `H` can be any of the dataclasses above, which no type says.
    names = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    where = _line_of(data) + place
    with complaints.gathered():
        if unknown := sorted(set(data) - set(names)):
            raise CourseFileError(path, f"{where}unknown key: {', '.join(map(str, unknown))}")
    values = {}
    for name, definition in names.items():
        with complaints.gathered():
            if name in data and data[name] is not None:
                values[name] = _value(hints[name], data[name], path, f"{place}{name}")
            elif (
                definition.default is dataclasses.MISSING
                and definition.default_factory is dataclasses.MISSING
            ):
                raise CourseFileError(path, f"{where}{name} is missing")
    complaints.raise_any(path)
    return kind(**values)


def _line_of(data: Any) -> str:
    """Return where an inner mapping stands in the file."""
    line = getattr(data, "line", 0)
    return f"line {line}: " if line else ""


def _value(expected: Any, value: Any, path: Path, place: str) -> Any:
    if typing.get_origin(expected) is types.UnionType:
        expected = next(t for t in typing.get_args(expected) if t is not types.NoneType)
    if typing.get_origin(expected) is list:
        return _items(expected, value, path, place)
    if dataclasses.is_dataclass(expected):
        return read_head(typing.cast(type, expected), value, path, place)
    if isinstance(expected, type) and issubclass(expected, TextChoices):
        if value not in expected.values:
            words = ", ".join(expected.values)
            raise CourseFileError(path, f"{place} must be one of {words}, not {value!r}")
        return expected(value)
    if (read := READERS[expected](value)) is None:
        raise CourseFileError(path, f"{place} must be {NAMED[expected]}, not {_said(value)}")
    return read


def _items(expected: Any, value: Any, path: Path, place: str) -> list[Any]:
    (item,) = typing.get_args(expected)
    if not isinstance(value, list):
        raise CourseFileError(path, f"{place} must be a list")
    complaints, items = Complaints(), []
    for number, each in enumerate(value, start=1):
        inner = f"{place}[{number}]"
        with complaints.gathered():
            below = f"{inner}." if dataclasses.is_dataclass(item) else inner
            items.append(_value(item, each, path, below))
    complaints.raise_any(path)
    return items


def _said(value: Any) -> str:
    """Return a value as the file says it: `true` is no Python word."""
    if isinstance(value, bool):
        return str(value).lower()
    return "a list" if isinstance(value, list | dict) else repr(value)


def _text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and WHOLE.fullmatch(value) else None


def _decimal(value: Any) -> float | None:
    try:
        found = readings(value) if isinstance(value, str) else set()
    except NotANumber:
        return None
    return float(found.pop()) if len(found) == 1 else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _day(value: Any) -> dt.date | None:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# From what `load_plain_yaml` gives (texts, booleans); None: it is something else.
READERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: _decimal,
    bool: _flag,
    dt.date: _day,
}
NAMED = {
    str: "a text (put quotes round true and false)",
    int: "a whole number",
    float: "a number such as 1.5",
    bool: "true or false, without quotes",
    dt.date: "a date such as 2026-07-01",
}
