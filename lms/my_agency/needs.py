"""What an agency needs to learn: the weakest competencies first, each with courses that help."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from courses.models import CoursePage
from courses.outcomes import LeadingCourses
from lms.reports.datasets.levels import Levels
from lms.reports.datasets.shape import Cell, CompetencyLine, CompetencyReport, Gap

FIRST = 5
MOST_COURSES = 3


@dataclass(frozen=True)
class Help:
    """A course that leads beyond what people have proved: `closes` of their gaps, or narrows."""

    course: CoursePage
    level: int
    closes: int
    narrows: int

    def order(self) -> tuple[int, int, str]:
        """Return what sorts the course first that closes most, then the one that narrows most."""
        return -self.closes, -self.narrows, self.course.title


@dataclass(frozen=True)
class Need:
    """A competency with its people, `missing` of whom lack the level their position requires.

    `people_url` opens the list of those who lack it; `assign_url` besides with the course chosen.
    """

    competency: CompetencyLine
    cell: Cell
    courses: list[Help]
    people_url: str

    @property
    def missing(self) -> int:
        return self.cell.required - self.cell.meeting

    @property
    def best(self) -> Help | None:
        return next(iter(self.courses), None)

    @property
    def assign_url(self) -> str:
        return f"{self.people_url}&course={self.best.course.pk}#assign" if self.best else ""


@dataclass(frozen=True)
class Needs:
    """All of an agency's, the weakest first; a page shows the first few at once."""

    all: list[Need]

    @property
    def weakest(self) -> Need | None:
        return next(iter(self.all), None)

    @property
    def helpable(self) -> Need | None:
        """The weakest that a course can mend for some."""
        return next((need for need in self.all if need.best), None)

    @property
    def first(self) -> list[Need]:
        return self.all if len(self.all) <= FIRST + 1 else self.all[:FIRST]

    @property
    def others(self) -> list[Need]:
        return self.all[len(self.first) :]


def needs_of(
    report: CompetencyReport, levels: Levels, leading: LeadingCourses, people_url: str
) -> Needs:
    """Return the competencies that positions require: the smallest share of people first. Pure."""
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for gap in levels.gaps:
        gaps[gap.competency_code].append(gap)
    needs = [
        Need(
            line,
            cell,
            helping_courses(gaps[line.code], leading.get(pk, [])),
            f"{people_url}?{urlencode({'competency': line.code, 'state': 'gap'})}",
        )
        for pk, line, cell in zip(
            levels.competency_ids, report.competencies, report.totals, strict=True
        )
        if cell.required
    ]
    return Needs(sorted(needs, key=lambda need: (need.cell.share or 0, -need.missing)))


class Lacking(Protocol):
    """A level that is required and not proved yet."""

    @property
    def required(self) -> int: ...
    @property
    def proved(self) -> int: ...


def helping_courses(
    gaps: Sequence[Lacking], courses: Iterable[tuple[CoursePage, int]]
) -> list[Help]:
    """Return the few courses that help most. Pure."""
    return courses_for(gaps, courses)[:MOST_COURSES]


def courses_for(gaps: Sequence[Lacking], courses: Iterable[tuple[CoursePage, int]]) -> list[Help]:
    """Return every course that leads beyond what is proved, those that help most first. Pure."""
    found = []
    for course, level in courses:
        narrows = [gap for gap in gaps if gap.proved < level]
        if narrows:
            closes = sum(1 for gap in narrows if gap.required <= level)
            found.append(Help(course, level, closes, len(narrows)))
    return sorted(found, key=Help.order)
