"""The shape of the competency report: plain immutable values, the same for every rendering.

Counts are people unless a name says otherwise; a share is part divided by whole, 0 to 1 rounded
to four digits, None when the whole is 0. Nothing here depends on the language of the interface.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lms.core.models import in_language
from lms.core.percentages import percentage


class Reading(StrEnum):
    """Whose structure the agencies are read in: that of the day, or that of today."""

    AS_WAS = "as-was"
    SUCCESSORS = "successors"


class Label(NamedTuple):
    """A name in Vietnamese and, where there is one, in English."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return in_language(self.vi, self.en)


class AgencyLine(NamedTuple):
    """An agency of the report; `branch` is the code of the line of the heat map it counts in."""

    code: str
    name: str
    depth: int
    branch: str
    people: int


class CompetencyLine(NamedTuple):
    framework: str
    code: str
    name: Label
    top_level: int


class Cell(NamedTuple):
    """People required to have a level: required = meeting + below + unproved."""

    required: int = 0
    meeting: int = 0
    below: int = 0
    unproved: int = 0

    @property
    def share(self) -> float | None:
        return share(self.meeting, self.required)


class HeatRow(NamedTuple):
    """A line of the heat map: an agency's own people, a branch below it, or the total."""

    code: str
    name: str
    is_own: bool
    people: int
    cells: tuple[Cell, ...]
    total: Cell


class AgencyLevel(NamedTuple):
    """The people of one agency (not of those below it) against one competency."""

    agency_code: str
    competency_code: str
    required: int
    meeting: int
    below: int
    unproved: int


class Gap(NamedTuple):
    """A person below the level that their position requires; `proved` 0 is without evidence."""

    gap: int
    person_code: str
    person_name: str
    agency_code: str
    competency_code: str
    required: int
    proved: int


class CourseCompletion(NamedTuple):
    """Enrolments (lượt) add up: enrolments = completed + open + withdrawn; overdue are open ones.

    People (người) are counted once, however often they enrolled.
    """

    code: str
    title: str
    enrolments: int
    completed: int
    open: int
    withdrawn: int
    overdue: int
    people: int
    people_completed: int


class CertificateCount(NamedTuple):
    """Documents of a course: issued = valid + expired + superseded + revoked on the day.

    `code` and `title` are those printed on the last of them by the day.
    """

    code: str
    title: str
    issued: int
    valid: int
    expired: int
    superseded: int
    revoked: int


class PeriodBand(NamedTuple):
    """People with at least `at_least` and, unless None, fewer than `under` periods."""

    at_least: int
    under: int | None
    people: int


class BreakdownRow(NamedTuple):
    """A part of the people counted. `dimension` is gender or rank; the parts add up to all."""

    dimension: str
    code: str
    name: Label
    people: int
    with_requirements: int
    meeting_all: int
    required: int
    meeting: int
    target_reached: int
    people_completed: int


@dataclass(frozen=True)
class Denominator:
    """Who is counted and who is not, and why.

    register = counted + elsewhere + without_posting
    counted = with_requirements + without_requirements
    with_requirements = meeting_all + with_gap
    `account_closed` of those counted can no longer sign in, although their posting goes on.
    """

    register: int
    counted: int
    elsewhere: int
    without_posting: int
    with_requirements: int
    without_requirements: int
    meeting_all: int
    with_gap: int
    account_closed: int


@dataclass(frozen=True)
class Periods:
    """Credited periods (tiết) of the courses completed from `since` to the day of the report."""

    target: int
    since: dt.date
    people: int
    periods: int
    target_reached: int
    bands: tuple[PeriodBand, ...]

    @property
    def share(self) -> float | None:
        return share(self.target_reached, self.people)


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from. `row_counts` are the rows read, by kind."""

    generated_at: dt.datetime
    generated_by: str
    mapped_on: dt.date | None
    row_counts: dict[str, int]
    sha256: str


@dataclass(frozen=True)
class CompetencyReport:
    """One agency and all below it on a day; `completion` and `certificates` end with no total."""

    agency_code: str
    agency_name: str
    parent_name: str
    place: str
    as_of: dt.date
    reading: Reading
    denominator: Denominator
    agencies: tuple[AgencyLine, ...]
    competencies: tuple[CompetencyLine, ...]
    totals: tuple[Cell, ...]
    heat_map: tuple[HeatRow, ...]
    agency_levels: tuple[AgencyLevel, ...]
    gaps: tuple[Gap, ...]
    completion: tuple[CourseCompletion, ...]
    completion_total: CourseCompletion
    certificates: tuple[CertificateCount, ...]
    certificate_total: CertificateCount
    periods: Periods
    breakdowns: tuple[BreakdownRow, ...]
    provenance: Provenance

    @property
    def total(self) -> Cell:
        """All required levels of all people: what the headline share is made of."""
        return sum_cells(self.totals)


def share(part: int, whole: int) -> float | None:
    """Return part / whole as it is written everywhere, to a tenth of a percent: 15 of 48 are 0.313.

    None when there is no whole.
    """
    return float(percentage(part, whole, places=1).scaleb(-2)) if whole else None


def sum_cells(cells: tuple[Cell, ...]) -> Cell:
    return Cell(*(sum(column) for column in zip(*cells, strict=True))) if cells else Cell()
