"""What a manager does for people: assigning a course."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.log_actions import log

from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Agency
from lms.enrolments.exceptions import EnrolmentRefused
from lms.enrolments.models import Enrolment, EnrolmentSource
from lms.enrolments.services import enrol

ASSIGN_ACTION = "lms.assign_course"


@dataclass(frozen=True)
class Assignment:
    """What came of it: people by what happened, the refusals with their reasons."""

    assigned: tuple[User, ...]
    already: tuple[User, ...]
    completed: tuple[User, ...]
    refused: tuple[tuple[User, str], ...]


@transaction.atomic
def assign_course(
    *,
    course: CoursePage,
    people: Sequence[User],
    agency: Agency,
    assigned_by: User,
    due_on: dt.date | None = None,
    again: bool = False,
    now: dt.datetime | None = None,
) -> Assignment:
    """Enrol people in a course on behalf of an agency; doing it again changes nothing.

    Who is taking the course goes on, now with the assignment's date. Who has completed it is
    left out unless `again`. Who may not be enrolled is named with the reason; the others are.
    The caller has checked that the people are of the agency.
    """
    records = Enrolment.objects.filter(course=course, learner__in=people)
    taking = set(records.open().values_list("learner_id", flat=True))
    done = set(records.completed().values_list("learner_id", flat=True)) - taking
    assigned: list[User] = []
    already: list[User] = []
    completed: list[User] = []
    refused: list[tuple[User, str]] = []
    for person in people:
        if person.pk in done and not again:
            completed.append(person)
            continue
        try:
            enrol(
                learner=person,
                course=course,
                source=EnrolmentSource.ASSIGNED,
                assigned_by=assigned_by,
                due_on=due_on,
                now=now,
            )
        except EnrolmentRefused as refusal:
            refused.append((person, str(refusal)))
        else:
            (already if person.pk in taking else assigned).append(person)
    if assigned or already:
        log(
            instance=course,
            action=ASSIGN_ACTION,
            user=assigned_by,
            data={
                "agency": agency.code,
                "people": [person.official_code for person in (*assigned, *already)],
                "due_on": due_on.isoformat() if due_on else "",
            },
        )
    return Assignment(tuple(assigned), tuple(already), tuple(completed), tuple(refused))
