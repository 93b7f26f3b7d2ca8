"""Tags that say which courses close a gap between a required and a proved level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import template
from django.template import Context

from courses.models import CoursePage
from courses.models.course import EnrolmentPolicy
from courses.outcomes import leading_courses
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
    offered = CoursePage.objects.live().filter(enrolment_policy=EnrolmentPolicy.OPEN)
    leading = leading_courses(gaps, offered) if gaps else {}
    return {
        pk: _best(
            [
                _suggestion(context, gaps[pk], course, number)
                for course, number in courses
                if _leads_beyond(gaps[pk], number)
            ]
        )
        for pk, courses in leading.items()
    }


@register.filter
def suggested_for(
    suggestions: Mapping[int, list[CourseSuggestion]], standing: Standing
) -> list[CourseSuggestion]:
    return suggestions.get(standing.competency.pk, [])


def _suggestion(
    context: Context, standing: Standing, course: CoursePage, number: int
) -> CourseSuggestion:
    return CourseSuggestion(
        title=course.title,
        url=course.get_url(context.get("request")) or "",
        level=number,
        closes=standing.required is not None and number >= standing.required.number,
    )


def _leads_beyond(standing: Standing, number: int) -> bool:
    return number > (standing.proved.number if standing.proved else 0)


def _best(suggestions: list[CourseSuggestion]) -> list[CourseSuggestion]:
    return sorted(
        suggestions, key=lambda s: (not s.closes, s.level if s.closes else -s.level, s.title)
    )[:MOST]
