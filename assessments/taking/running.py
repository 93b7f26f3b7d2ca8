"""Attempts that run while their learner is elsewhere: shown wherever the next step is."""

import datetime as dt
from dataclasses import dataclass, field
from math import ceil

from django.contrib.auth.models import AnonymousUser

from assessments.attempts.models import Attempt
from lms.accounts.models import User


@dataclass(frozen=True)
class RunningAttempt:
    attempt: Attempt
    now: dt.datetime

    @property
    def quiz_id(self) -> int:
        return self.attempt.quiz_id

    @property
    def title(self) -> str:
        return self.attempt.quiz.title

    @property
    def deadline(self) -> dt.datetime | None:
        return self.attempt.deadline

    @property
    def minutes_left(self) -> int:
        """Whole minutes as a clock counts them down: 1 until the very end; 0 without a limit."""
        if self.deadline is None:
            return 0
        return max(0, ceil((self.deadline - self.now).total_seconds() / 60))

    @property
    def is_over(self) -> bool:
        return self.attempt.is_expired(self.now)


@dataclass(frozen=True)
class RunningAttempts:
    """The first to end comes first; those without a limit come last."""

    rows: list[RunningAttempt] = field(default_factory=list)

    @property
    def quiz_ids(self) -> set[int]:
        return {row.quiz_id for row in self.rows}


def running_attempts(
    user: User | AnonymousUser, now: dt.datetime, *, course_id: int | None = None
) -> RunningAttempts:
    """Return what a person is in the middle of, in a course or anywhere: one query, or none."""
    if not isinstance(user, User):
        return RunningAttempts()
    found = Attempt.objects.for_learner(user).in_progress().select_related("quiz")
    if course_id is not None:
        found = found.filter(enrolment__course=course_id)
    rows = [RunningAttempt(attempt, now) for attempt in found]
    return RunningAttempts(
        sorted(rows, key=lambda row: (row.deadline is None, row.deadline or row.attempt.started_at))
    )
