"""On the dashboard of a trainer: the own courses with those who learn there."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.admin.ui.components import Component

from courses.approval.plans import courses_open_to
from courses.models import CoursePage
from lms.accounts.models import User

MOST_COURSES = 20


def courses_with_learners(user: User) -> QuerySet[CoursePage]:
    """Return the courses a person writes, each with `learning` and `completed`: one query."""
    withdrawn = Q(enrolments__withdrawn_at__isnull=True)
    done = Q(enrolments__completed_at__isnull=False)
    return (
        courses_open_to(user)
        .annotate(
            learning=Count("enrolments", filter=withdrawn & ~done),
            completed=Count("enrolments", filter=done),
        )
        .order_by("-learning", "-completed", "path")
    )


class MyCoursesPanel(Component):
    name = "my_courses"
    template_name = "enrolments/cms/my_courses.html"
    order = 210

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        courses = courses_with_learners(parent_context["request"].user)
        return {"courses": courses[:MOST_COURSES]}
