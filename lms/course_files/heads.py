"""The heads of course files as typed objects; what is missing or wrong is named."""

import dataclasses
import datetime as dt
import math
import re
import types
import typing
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.words import FeedbackRelease, GradingMethod, QuizLayout, QuizPurpose
from courses.models import ActivityOrder, EnrolmentPolicy
from lms.core.numbers import NotANumber, readings
from lms.core.text import clean
from lms.course_files.errors import Complaints, CourseFileError

H = TypeVar("H")


class Markup(str):
    """A text whose spaces and line breaks count."""

    __slots__ = ()


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
class TopicHead:
    """Written as “Chữ ký số” or “Chữ ký số | Digital signatures”, or with `name_en`."""

    name: str
    name_en: str = ""

    @classmethod
    def from_text(cls, text: str) -> "TopicHead":
        name, _bar, name_en = (part.strip() for part in text.partition("|"))
        return cls(name, name_en)


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """What the head of every page may say."""

    title: str
    slug: str = ""
    seo_title: str = ""
    search_description: str = ""


@dataclass(frozen=True, kw_only=True)
class CourseHead(PageHead):
    code: str
    slug: str
    summary: str
    minutes: int
    credited_periods: int
    topics: list[TopicHead] = field(default_factory=list)
    outcomes: list[OutcomeHead] = field(default_factory=list)
    enrolment: EnrolmentPolicy | None = None
    order: ActivityOrder = ActivityOrder.FREE
    minimum_reading_share: int = 0
    certificate_design: str = ""
    certificate_validity_months: int | None = None
    legal_basis: list[LegalBasisHead] = field(default_factory=list)
    reviewed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ModuleHead(PageHead):
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class LessonHead(PageHead):
    minutes: int
    summary: str = ""
    required: bool = True
    legal_basis: list[LegalBasisHead] = field(default_factory=list)


@dataclass(frozen=True)
class DrawHead:
    """So many questions of a bank with all the tags, or the one `question` that is named.

    `bank` is a code; without one it is the bank of `bank.yaml`.
    """

    tag: str = ""
    tags: list[str] = field(default_factory=list)
    bank: str = ""
    question: str = ""
    count: int = 1
    mark: Decimal = Decimal(1)

    @property
    def all_tags(self) -> list[str]:
        return [*([self.tag] if self.tag else []), *self.tags]


@dataclass(frozen=True, kw_only=True)
class QuizHead(PageHead):
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
    grading: GradingMethod | None = None
    layout: QuizLayout | None = None
    shuffle_questions: bool | None = None
    shuffle_options: bool | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None

    @property
    def rules(self) -> dict[str, Any]:
        """Return the rules that the file names, as the fields of a quiz."""
        named = {
            "attempts_allowed": self.attempts_allowed,
            "wait_hours": self.wait_hours,
            "feedback_release": self.feedback,
            "grading_method": self.grading,
            "layout": self.layout,
            "shuffle_questions": self.shuffle_questions,
            "shuffle_options": self.shuffle_options,
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
        }
        rules: dict[str, Any] = {name: rule for name, rule in named.items() if rule is not None}
        if self.attempts_allowed == 0:
            rules["attempts_allowed"] = None
        return rules


def read_head(
    kind: type[H], data: Any, path: Path, place: str = "", *, below: int | None = None
) -> H:
    """Return the head `data` (from `load_plain_yaml`) as a `kind`; `below` is the line above it.

    Raises CourseFilesRefused with all that is wrong in it.
    """
    if not isinstance(data, dict):
        what = place.rstrip(".") or _("the head")
        raise CourseFileError(path, _("%(what)s must be keys and values") % {"what": what})
    complaints = Complaints()
    hints = typing.get_type_hints(kind)
    # `H` can be any of the dataclasses above, which no type says.
    names = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    above = below or 0
    lines = {key: line + above for key, line in getattr(data, "key_lines", {}).items()}
    line = getattr(data, "line", 0) + above or None
    for key in data:
        with complaints.gathered():
            if key not in names:
                said = _("unknown key: %(key)s") % {"key": f"{place}{key}"}
                raise CourseFileError(path, said, lines.get(key))
    values = {}
    for name, definition in names.items():
        with complaints.gathered():
            if name in data and data[name] is not None:
                place_of = Place(path, f"{place}{name}", lines.get(name))
                values[name] = _value(hints[name], data[name], place_of)
            elif (
                definition.default is dataclasses.MISSING
                and definition.default_factory is dataclasses.MISSING
            ):
                raise CourseFileError(path, _("%(key)s is missing") % {"key": place + name}, line)
    complaints.raise_any(path)
    return kind(**values)


@dataclass(frozen=True)
class Place:
    """Where a value stands: the file, the name of its key, and its line if that is known."""

    path: Path
    name: str
    line: int | None

    def error(self, message: str, **said: Any) -> CourseFileError:
        return CourseFileError(self.path, message % {"key": self.name, **said}, self.line)


def _value(expected: Any, value: Any, place: Place) -> Any:
    if typing.get_origin(expected) is types.UnionType:
        expected = next(t for t in typing.get_args(expected) if t is not types.NoneType)
    if typing.get_origin(expected) is list:
        return _items(expected, value, place)
    if dataclasses.is_dataclass(expected):
        short = getattr(expected, "from_text", None)
        if short and not isinstance(value, dict):
            return short(_value(str, value, place))
        return read_head(typing.cast(type, expected), value, place.path, f"{place.name}.")
    if isinstance(expected, type) and issubclass(expected, TextChoices):
        if value not in expected.values:
            words = ", ".join(expected.values)
            said = _("%(key)s must be one of %(words)s, not %(value)r")
            raise place.error(said, words=words, value=value)
        return expected(value)
    if (read := READERS[expected](value)) is None:
        said = _("%(key)s must be %(kind)s, not %(value)s")
        raise place.error(said, kind=NAMED[expected], value=_said(value))
    return read


def _items(expected: Any, value: Any, place: Place) -> list[Any]:
    (item,) = typing.get_args(expected)
    if not isinstance(value, list):
        raise place.error(_("%(key)s must be a list"))
    complaints, items = Complaints(), []
    for number, each in enumerate(value, start=1):
        with complaints.gathered():
            inner = dataclasses.replace(place, name=f"{place.name}[{number}]")
            items.append(_value(item, each, inner))
    complaints.raise_any(place.path)
    return items


def _said(value: Any) -> str:
    """Return a value as the file says it: `true` is no Python word."""
    if isinstance(value, bool):
        return str(value).lower()
    return _("a list") if isinstance(value, list | dict) else repr(value)


def _text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _markup(value: Any) -> str | None:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    try:
        number = float(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and WHOLE.fullmatch(value) else None


def _decimal(value: Any) -> Decimal | None:
    try:
        found = readings(value) if isinstance(value, str) else set()
    except NotANumber:
        return None
    return found.pop() if len(found) == 1 else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _day(value: Any) -> dt.date | None:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _moment(value: Any) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# From what `load_plain_yaml` gives (texts, booleans); None: it is something else.
READERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    Markup: _markup,
    float: _number,
    int: _whole,
    Decimal: _decimal,
    bool: _flag,
    dt.date: _day,
    dt.datetime: _moment,
}
NAMED: dict[Any, Promise] = {
    str: gettext_lazy("a text (put quotes round true and false)"),
    Markup: gettext_lazy("a text (put quotes round true and false)"),
    float: gettext_lazy("a number such as 1.5"),
    int: gettext_lazy("a whole number"),
    Decimal: gettext_lazy("a number such as 1.5"),
    bool: gettext_lazy("true or false, without quotes"),
    dt.date: gettext_lazy("a date such as 2026-07-01"),
    dt.datetime: gettext_lazy("a moment such as 2026-07-01T08:00:00+07:00"),
}
