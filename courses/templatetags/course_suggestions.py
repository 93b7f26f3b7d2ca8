"""Tags that say which courses close a gap between a required and a proved level."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import template
from django.template import Context

from courses.models import CourseOutcome
from courses.models.course import EnrolmentPolicy
from lms.competencies.gaps import Standing

register = template.Library()

MOST = 3


@dataclass(frozen=True)
class CourseSuggestion:
    title: str
    url: str
    level: int  # the number of the level it leads to
    closes: bool  # whether that level is the required one or higher


@register.simple_tag(takes_context=True)
def courses_for_gaps(
    context: Context, standings: Iterable[Standing]
) -> Mapping[int, list[CourseSuggestion]]:
    """Return by competency id the published courses that lead beyond the proved level.

    One query for all. Courses that close the gap come first, the lowest sufficient level first;
    otherwise those that lead furthest.
    """
    gaps = {standing.competency.pk: standing for standing in standings if standing.gap}
    outcomes = (
        CourseOutcome.objects.filter(
            competency__in=gaps, course__live=True, course__enrolment_policy=EnrolmentPolicy.OPEN
        )
        .select_related("course", "level")
        .order_by("course__title", "course_id")
    )
    found: dict[int, dict[int, CourseSuggestion]] = defaultdict(dict)
    for outcome in outcomes if gaps else ():
        if outcome.competency_id is None or outcome.level is None:
            continue
        standing = gaps[outcome.competency_id]
        number = outcome.level.number
        known = found[outcome.competency_id].get(outcome.course_id)
        if _leads_beyond(standing, number) and (known is None or known.level < number):
            found[outcome.competency_id][outcome.course_id] = CourseSuggestion(
                title=outcome.course.title,
                url=outcome.course.get_url(context.get("request")) or "",
                level=number,
                closes=standing.required is not None and number >= standing.required.number,
            )
    return {pk: _best(list(courses.values())) for pk, courses in found.items()}


@register.filter
def suggested_for(
    suggestions: Mapping[int, list[CourseSuggestion]], standing: Standing
) -> list[CourseSuggestion]:
    return suggestions.get(standing.competency.pk, [])


def _leads_beyond(standing: Standing, number: int) -> bool:
    return number > (standing.proved.number if standing.proved else 0)


def _best(suggestions: list[CourseSuggestion]) -> list[CourseSuggestion]:
    return sorted(
        suggestions, key=lambda s: (not s.closes, s.level if s.closes else -s.level, s.title)
    )[:MOST]
