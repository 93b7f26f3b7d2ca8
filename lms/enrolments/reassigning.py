"""What becomes of an assignment: put off or brought forward, or taken away; each a new row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.text import clean
from lms.enrolments.assigning import log_assignments
from lms.enrolments.exceptions import AssignmentRefused, LearningRefused
from lms.enrolments.models import Assignment, Enrolment, EnrolmentSource
from lms.enrolments.services import close, locked

CHANGE_ACTION = "lms.change_assignment"
WITHDRAW_ACTION = "lms.withdraw_assignment"


@dataclass(frozen=True)
class Replaced:
    """The assignments as they stand now, and whose could not be replaced and why."""

    done: tuple[Assignment, ...]
    refused: tuple[tuple[User, str], ...]


@transaction.atomic
def change_assignments(
    *,
    assignments: Sequence[Assignment],
    due_on: dt.date | None,
    changed_by: User,
    reason: str = "",
    now: dt.datetime | None = None,
) -> Replaced:
    """Give assignments another due date, or none, from now on; what they said before stays.

    Doing it again changes nothing. The caller has checked that they are for `changed_by` to change.
    """

    def change(former: Assignment, at: dt.datetime) -> Assignment:
        return former if former.due_on == due_on else _replace(former, changed_by, at, due_on, text)

    text = clean(reason)
    return _each(assignments, change, CHANGE_ACTION, changed_by, due_on, now)


@transaction.atomic
def withdraw_assignments(
    *,
    assignments: Sequence[Assignment],
    withdrawn_by: User,
    reason: str = "",
    now: dt.datetime | None = None,
) -> Replaced:
    """Take assignments away from now on: others of the same course stand.

    Who was enrolled by assignments alone, has none left and has opened nothing is no longer
    enrolled; everybody else goes on, and may withdraw. Doing it again changes nothing.
    """

    def take_away(former: Assignment, at: dt.datetime) -> Assignment:
        gone = _replace(former, withdrawn_by, at, None, text, is_withdrawn=True)
        _close_untouched(former.enrolment, at)
        return gone

    text = clean(reason)
    return _each(assignments, take_away, WITHDRAW_ACTION, withdrawn_by, None, now)


def _each(
    assignments: Sequence[Assignment],
    act: Callable[[Assignment, dt.datetime], Assignment],
    action: str,
    by: User,
    due_on: dt.date | None,
    now: dt.datetime | None,
) -> Replaced:
    now = now or timezone.now()
    rows = Assignment.objects.filter(pk__in=[a.pk for a in assignments]).select_related("agency")
    done: list[Assignment] = []
    refused: list[tuple[User, str]] = []
    told: dict[tuple[int, int | None], list[Assignment]] = defaultdict(list)
    for row in rows.select_related("enrolment__learner").order_by("enrolment__learner", "pk"):
        row.enrolment = locked(row.enrolment)
        repeated = _repeated(row, action, due_on)
        try:
            done.append(repeated or act(_standing(row), now))
        except LearningRefused as refusal:
            refused.append((row.enrolment.learner, str(refusal)))
            continue
        if repeated is None and done[-1] != row:
            told[row.enrolment.course_id, row.agency_id].append(row)
    for rows_of_one in told.values():
        first = rows_of_one[0]
        learners = [row.enrolment.learner for row in rows_of_one]
        log_assignments(action, first.enrolment.course, first.agency, by, learners, due_on)
    return Replaced(tuple(done), tuple(refused))


def _repeated(row: Assignment, action: str, due_on: dt.date | None) -> Assignment | None:
    """Return what replaced an assignment when it says the same: the act was sent twice."""
    later: Assignment | None = getattr(row, "replaced_by", None)
    if later is None:
        return None
    same = (later.is_withdrawn, later.due_on) == (action == WITHDRAW_ACTION, due_on)
    return later if same else None


def _standing(row: Assignment) -> Assignment:
    if row.is_withdrawn or hasattr(row, "replaced_by"):
        raise AssignmentRefused(
            _("This assignment was changed in the meantime. Look at it again, then decide.")
        )
    if not row.enrolment.is_open:
        raise AssignmentRefused(_("The course is completed or closed already."))
    return row


def _replace(
    former: Assignment,
    by: User,
    at: dt.datetime,
    due_on: dt.date | None,
    reason: str,
    *,
    is_withdrawn: bool = False,
) -> Assignment:
    return Assignment.objects.create(
        enrolment=former.enrolment,
        agency=former.agency,
        due_on=due_on,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
        replaces=former,
        is_withdrawn=is_withdrawn,
    )


def _close_untouched(enrolment: Enrolment, at: dt.datetime) -> None:
    left = enrolment.assignments.filter(replaced_by=None, is_withdrawn=False)
    own_choice = enrolment.source == EnrolmentSource.SELF
    if own_choice or left.exists() or enrolment.progress.exists():
        return
    close(enrolment, at)
