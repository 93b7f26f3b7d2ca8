"""The heads of course files as typed objects; what is missing or wrong is named."""

import dataclasses
import datetime as dt
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import TextChoices

from assessments.words import FeedbackRelease, QuizPurpose
from courses.models import ActivityOrder
from lms.core.text import clean
from lms.course_files.errors import CourseFileError

H = TypeVar("H")


@dataclass(frozen=True)
class LegalBasisHead:
    number: str
    title: str
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    ceased_on: dt.date | None = None
    note: str = ""


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
    attempts_allowed: int | None = None
    wait_hours: int = 0
    pass_mark: int = 70
    feedback: FeedbackRelease = FeedbackRelease.AFTER_SUBMISSION


def read_head(kind: type[H], data: Any, path: Path, place: str = "") -> H:
    """Return the head `data` (a mapping from YAML) as a `kind`, or raise CourseFileError."""
    if not isinstance(data, dict):
        raise CourseFileError(path, f"{place or 'the head'} must be a list of keys and values")
    hints = typing.get_type_hints(kind)
    # `H` can be any of the dataclasses above, which no type says.
    names = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(data) - set(names)):
        raise CourseFileError(path, f"{place}unknown key: {', '.join(map(str, unknown))}")
    values = {}
    for name, definition in names.items():
        if name in data and data[name] is not None:
            values[name] = _value(hints[name], data[name], path, f"{place}{name}")
        elif (
            definition.default is dataclasses.MISSING
            and definition.default_factory is dataclasses.MISSING
        ):
            raise CourseFileError(path, f"{place}{name} is missing")
    return kind(**values)


def _value(expected: Any, value: Any, path: Path, place: str) -> Any:
    if typing.get_origin(expected) is types.UnionType:
        expected = next(t for t in typing.get_args(expected) if t is not types.NoneType)
    if typing.get_origin(expected) is list:
        (item,) = typing.get_args(expected)
        if not isinstance(value, list):
            raise CourseFileError(path, f"{place} must be a list")
        return [_value(item, v, path, f"{place}[{i}].") for i, v in enumerate(value, start=1)]
    if dataclasses.is_dataclass(expected):
        return read_head(typing.cast(type, expected), value, path, place)
    if isinstance(expected, type) and issubclass(expected, TextChoices):
        if value not in expected.values:
            words = ", ".join(expected.values)
            raise CourseFileError(path, f"{place} must be one of {words}, not {value!r}")
        return expected(value)
    if expected is str and isinstance(value, str | int | float) and not isinstance(value, bool):
        return clean(str(value))
    if expected is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is not expected:
        raise CourseFileError(path, f"{place} must be {_named(expected)}, not {value!r}")
    return value


def _named(expected: Any) -> str:
    names = {int: "a whole number", bool: "true or false", dt.date: "a date such as 2026-07-01"}
    return names.get(expected, str(expected))
