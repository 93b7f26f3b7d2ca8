"""Assignments for tests: as rows, or as a manager gives them."""

import datetime as dt
from typing import Any

from courses.models import CoursePage
from lms.accounts.models import User
from lms.enrolments.assigning import assign_course
from lms.enrolments.models import Assignment, Enrolment
from tests.cast import Cast


def make_due(enrolment: Enrolment, due_on: dt.date | None, **fields: Any) -> Assignment:
    """Add an assignment that was given when the enrolment was opened."""
    return Assignment.objects.create(
        **{
            "enrolment": enrolment,
            "due_on": due_on,
            "recorded_at": enrolment.opened_at,
            **fields,
        }
    )


def assign(cast: Cast, learner: User, course: CoursePage, **options: Any) -> Enrolment:
    """Let the science department assign a course; return the enrolment."""
    given: dict[str, Any] = {"agency": cast.science, "assigned_by": cast.minh, **options}
    result = assign_course(course=course, people=[learner], **given)
    assert not result.refused, result.refused
    return Enrolment.objects.open().get(learner=learner, course=course)
