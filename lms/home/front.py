"""What the front page shows: the one next step to a learner, an introduction to a visitor."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from courses.models import CataloguePage
from lms.accounts.models import User
from lms.core.components import CourseCard
from lms.core.panels import Panel, front_panels
from lms.enrolments.catalogue import newest_cards
from lms.enrolments.records import OpenCourse, YearlyPeriods, open_courses, periods_in_year

MOST_DUE = 5


@dataclass(frozen=True)
class FrontPage:
    catalogue_url: str
    newest: list[CourseCard]
    learner: User | None = None
    next_course: OpenCourse | None = None
    due: list[OpenCourse] = field(default_factory=list)
    year: YearlyPeriods | None = None
    panels: list[Panel] = field(default_factory=list)


def front_page(request: HttpRequest) -> FrontPage:
    """Read the front page: a fixed number of queries, and those of the rooms' panels."""
    catalogue = CataloguePage.objects.live().order_by("depth", "path").first()
    catalogue_url = (catalogue.get_url(request) if catalogue else None) or "/"
    newest = newest_cards(request)
    learner = request.user
    if not isinstance(learner, User):
        return FrontPage(catalogue_url, newest)
    taken = open_courses(learner)
    due = sorted((c for c in taken if c.due_on), key=lambda c: (c.due_on, c.enrolment.pk))
    return FrontPage(
        catalogue_url,
        newest,
        learner=learner,
        next_course=next_course(taken),
        due=due[:MOST_DUE],
        year=periods_in_year(learner),
        panels=front_panels(request),
    )


def next_course(taken: list[OpenCourse]) -> OpenCourse | None:
    """Choose the one to go on with: overdue or due soon first, else what was touched last."""
    ready = [c for c in taken if c.offer != "none"]
    pressing = [c for c in ready if c.is_overdue or c.is_due_soon]
    if pressing:
        return min(pressing, key=lambda c: (c.due_on, c.enrolment.pk))
    return next(iter(ready), None)
