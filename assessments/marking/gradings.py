"""Handing in and running out of time: each writes one grading with its responses."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.attempts import ledger
from assessments.attempts.models import Attempt, Grading
from assessments.marking.grading import grade_paper
from assessments.marking.recording import locked_attempt, record_grading
from assessments.papers.drawing import frozen, versions_of
from assessments.papers.paper import Paper
from assessments.words import AttemptState, GradingReason
from lms.web.owed import settle_each


def submit_attempt(
    *,
    attempt: Attempt,
    reason: GradingReason = GradingReason.SUBMITTED,
    now: dt.datetime | None = None,
) -> Grading:
    """Grade what was saved before the deadline; a second submission returns the first result.

    Passing (for a practice quiz: handing in) completes the activity in the same transaction.
    Raises ValueError if there is no such reason.
    """
    reason = GradingReason(reason)
    now = now or timezone.now()
    try:
        with transaction.atomic():
            attempt = locked_attempt(attempt)
            if attempt.state == AttemptState.GRADED:
                return attempt.gradings.latest("number")
            if attempt.is_expired(now):
                reason = GradingReason.TIME_UP
            attempt.submitted_at = min(now, attempt.deadline or now)
            answers = ledger.current_answers(attempt, until=attempt.deadline)
            paper = Paper.from_json(attempt.paper)
            versions = versions_of(slot.version for slot in paper.slots)
            questions = {pk: frozen(version) for pk, version in versions.items()}
            grade = grade_paper(paper, questions, answers, attempt.pass_mark)
            return record_grading(attempt, grade, reason=reason, now=now)
    except IntegrityError:
        first = Grading.objects.filter(attempt=attempt).order_by("-number").first()
        if first is None:
            raise
        return first


def close_if_expired(*, attempt: Attempt, now: dt.datetime | None = None) -> bool:
    """Grade a running attempt whose time is up; return whether it was up."""
    now = now or timezone.now()
    if attempt.state != AttemptState.IN_PROGRESS or not attempt.is_expired(now):
        return False
    submit_attempt(attempt=attempt, reason=GradingReason.TIME_UP, now=now)
    return True


def close_expired_attempts(*, now: dt.datetime | None = None) -> int:
    """Grade every running attempt whose time is up, each by itself; return how many."""
    now = now or timezone.now()
    expired = Attempt.objects.in_progress().filter(deadline__lte=now).order_by("deadline")

    def close(pk: UUID) -> bool:
        return close_if_expired(attempt=Attempt.objects.get(pk=pk), now=now)

    return settle_each("attempts", list(expired.values_list("pk", flat=True)), close, now=now)
