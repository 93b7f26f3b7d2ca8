"""What a manager does for people: assigning a course."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import CoursePage
from lms.accounts.models import User
from lms.agencies.models import Agency
from lms.core.text import clean
from lms.enrolments.exceptions import EnrolmentRefused
from lms.enrolments.models import Assignment, Enrolment, EnrolmentSource
from lms.enrolments.services import enrol, locked

ASSIGN_ACTION = "lms.assign_course"


@dataclass(frozen=True)
class Assigned:
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
    reason: str = "",
    again: bool = False,
    now: dt.datetime | None = None,
) -> Assigned:
    """Assign a course to people on behalf of an agency; doing it again changes nothing.

    Who is taking the course goes on, and what was assigned before stands beside it: the earliest
    date counts. Who has completed it is left out unless `again`. Who may not be enrolled is named
    with the reason; the others are. The caller has checked that the people are of the agency.
    """
    records = Enrolment.objects.filter(course=course, learner__in=people)
    taking = set(records.open().values_list("learner_id", flat=True))
    done = set(records.completed().values_list("learner_id", flat=True)) - taking
    given: list[User] = []
    completed = [person for person in people if person.pk in done and not again]
    refused: list[tuple[User, str]] = []
    for person in _in_order_of_locks(set(people).difference(completed)):
        try:
            _give(person, course, agency, assigned_by, due_on, clean(reason), now)
        except EnrolmentRefused as refusal:
            refused.append((person, str(refusal)))
        else:
            given.append(person)
    if given:
        log_assignments(ASSIGN_ACTION, course, agency, assigned_by, given, due_on)
    return Assigned(
        tuple(person for person in given if person.pk not in taking),
        tuple(person for person in given if person.pk in taking),
        tuple(completed),
        tuple(refused),
    )


def _in_order_of_locks(people: Iterable[User]) -> list[User]:
    """Return people so that two acts on many of the same ones never wait for each other."""
    return sorted(people, key=lambda person: person.pk)


def _give(
    learner: User,
    course: CoursePage,
    agency: Agency,
    by: User,
    due_on: dt.date | None,
    reason: str,
    now: dt.datetime | None,
) -> Assignment:
    now = now or timezone.now()
    enrolment = locked(
        enrol(learner=learner, course=course, source=EnrolmentSource.ASSIGNED, now=now)
    )
    standing = enrolment.assignments.filter(replaced_by=None, is_withdrawn=False)
    same = standing.filter(agency=agency, due_on=due_on).first()
    return same or enrolment.assignments.create(
        agency=agency, due_on=due_on, reason=reason, recorded_by=by, recorded_at=now
    )


def log_assignments(
    action: str,
    course: CoursePage,
    agency: Agency | None,
    by: User,
    people: Sequence[User],
    due_on: dt.date | None,
) -> None:
    log(
        instance=course,
        action=action,
        user=by,
        data={
            "agency": agency.code if agency else "",
            "people": [person.official_code for person in people],
            "due_on": due_on.isoformat() if due_on else "",
        },
    )
