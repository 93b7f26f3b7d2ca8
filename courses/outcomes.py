"""What courses prove: a competency at a level, each with its author's order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.models import CourseOutcome, CoursePage
from lms.competencies.models import Competency, ProficiencyLevel


@dataclass(frozen=True)
class ProvingOutcome:
    competency: Competency
    level: ProficiencyLevel
    place: int  # among the outcomes of its course

    @property
    def level_name(self) -> str:
        """The level in words, with its number on the framework's scale."""
        return _("Level %(number)d: %(name)s") % {
            "number": self.level.number,
            "name": self.level.label,
        }


Outcomes: TypeAlias = "dict[int, list[ProvingOutcome]]"
"""By course id, in the order of competencies."""


def outcomes_of(courses: QuerySet[CoursePage] | list[CoursePage]) -> Outcomes:
    """Read what courses prove: one query. Outcomes without a competency are left out."""
    outcomes: Outcomes = defaultdict(list)
    for row in (
        CourseOutcome.objects.filter(course__in=courses, competency__isnull=False)
        .select_related("competency__framework", "level__framework")
        .order_by("competency__framework", "competency__position", "competency__code", "sort_order")
    ):
        # A constraint keeps a competency and its level together.
        assert row.competency  # noqa: S101
        assert row.level  # noqa: S101
        outcome = ProvingOutcome(row.competency, row.level, row.sort_order or 0)
        outcomes[row.course_id].append(outcome)
    return outcomes


LeadingCourses: TypeAlias = "dict[int, list[tuple[CoursePage, int]]]"
"""By competency id: courses with the number of the highest level that each leads to."""


def leading_courses(competency_ids: Iterable[int], courses: QuerySet[CoursePage]) -> LeadingCourses:
    """Read which of the courses lead to competencies, and how far: one query, by title."""
    highest: dict[int, dict[int, tuple[CoursePage, int]]] = defaultdict(dict)
    outcomes = (
        CourseOutcome.objects.filter(competency__in=competency_ids, course__in=courses)
        .select_related("course", "level")
        .order_by("course__title", "course_id")
    )
    for outcome in outcomes:
        # A constraint keeps a competency and its level together.
        assert outcome.competency_id  # noqa: S101
        assert outcome.level  # noqa: S101
        of_competency = highest[outcome.competency_id]
        known = of_competency.get(outcome.course_id)
        if known is None or known[1] < outcome.level.number:
            of_competency[outcome.course_id] = outcome.course, outcome.level.number
    return {pk: list(found.values()) for pk, found in highest.items()}


def highest_by_competency(outcomes: Iterable[ProvingOutcome]) -> list[ProvingOutcome]:
    """Return one outcome for each competency: that of the highest level."""
    highest: dict[int, ProvingOutcome] = {}
    for outcome in outcomes:
        other = highest.get(outcome.competency.pk)
        if other is None or outcome.level.number > other.level.number:
            highest[outcome.competency.pk] = outcome
    return list(highest.values())


def leading_outcome(outcomes: list[ProvingOutcome]) -> ProvingOutcome | None:
    """Return the highest level on the scale of the outcome that the author put first."""
    first = min(outcomes, key=lambda o: o.place, default=None)
    if first is None:
        return None
    scale = first.level.framework_id
    return max((o for o in outcomes if o.level.framework_id == scale), key=lambda o: o.level.number)
