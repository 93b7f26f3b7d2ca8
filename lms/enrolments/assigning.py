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
from lms.enrolments.models import Enrolment, EnrolmentSource
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
    now = now or timezone.now()
    records = Enrolment.objects.filter(course=course, learner__in=people)
    taking = set(records.open().values_list("learner_id", flat=True))
    done = set(records.completed().values_list("learner_id", flat=True)) - taking
    given: list[User] = []
    told: list[User] = []
    completed = [person for person in people if person.pk in done and not again]
    refused: list[tuple[User, str]] = []
    for person in _in_order_of_locks(set(people).difference(completed)):
        try:
            enrolment = _taken_up(person, course, again, now)
            if enrolment is None:
                completed.append(person)
                continue
            is_new = _give(enrolment, agency, assigned_by, due_on, clean(reason), now)
        except EnrolmentRefused as refusal:
            refused.append((person, str(refusal)))
        else:
            given.append(person)
            told.extend([person] if is_new else [])
    if told:
        log_assignments(ASSIGN_ACTION, course, agency, assigned_by, told, due_on)
    return Assigned(
        tuple(person for person in given if person.pk not in taking),
        tuple(person for person in given if person.pk in taking),
        tuple(completed),
        tuple(refused),
    )


def _in_order_of_locks(people: Iterable[User]) -> list[User]:
    """Return people so that two acts on many of the same ones never wait for each other."""
    return sorted(people, key=lambda person: person.pk)


def _taken_up(learner: User, course: CoursePage, again: bool, now: dt.datetime) -> Enrolment | None:
    """Return the locked open enrolment; None: completed while this waited, and not to be again."""
    while True:
        enrolment = locked(
            enrol(learner=learner, course=course, source=EnrolmentSource.ASSIGNED, now=now)
        )
        if enrolment.is_open:
            return enrolment
        if enrolment.completed_at is not None and not again:
            return None


def _give(
    enrolment: Enrolment,
    agency: Agency,
    by: User,
    due_on: dt.date | None,
    reason: str,
    now: dt.datetime,
) -> bool:
    """Add an assignment, unless the agency has given this date already; return whether it did."""
    standing = enrolment.assignments.filter(replaced_by=None, is_withdrawn=False)
    if standing.filter(agency=agency, due_on=due_on).exists():
        return False
    enrolment.assignments.create(
        agency=agency, due_on=due_on, reason=reason, recorded_by=by, recorded_at=now
    )
    return True


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
