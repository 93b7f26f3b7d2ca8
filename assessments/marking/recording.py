"""Writing one grading: with its responses, on its attempt, and for the course."""

import datetime as dt
import logging
from collections.abc import Mapping

from assessments.attempts.models import Attempt, Grading, Response
from assessments.attempts.standing import standing
from assessments.banks.models import QuestionVersion
from assessments.marking.grading import PaperGrade, SlotGrade
from assessments.words import AttemptState, GradingReason
from lms.accounts.models import User
from lms.enrolments.exceptions import LearningRefused
from lms.enrolments.services import complete_activity

logger = logging.getLogger(__name__)


def locked_attempt(attempt: Attempt) -> Attempt:
    """Return the attempt as it is stored, held until the transaction ends."""
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "quiz")
        .get(pk=attempt.pk)
    )


def record_grading(
    attempt: Attempt,
    grade: PaperGrade,
    *,
    reason: GradingReason,
    now: dt.datetime,
    by: User | None = None,
    note: str = "",
    used: Mapping[int, QuestionVersion] | None = None,
) -> Grading:
    """Write a grade as the next grading of a locked attempt; what is earned by it is completed.

    `used` are the versions it judged by, by id of the one that was seen, where they differ.
    """
    last = attempt.gradings.order_by("number").last()
    grading = Grading.objects.create(
        attempt=attempt,
        number=last.number + 1 if last else 1,
        reason=reason,
        note=note,
        graded_at=now,
        graded_by=by,
        fraction=grade.fraction,
        passed=grade.passed,
    )
    Response.objects.bulk_create(
        _response(grading, slot, used[slot.version].pk if used else slot.version)
        for slot in grade.slots
    )
    _apply(attempt, grade)
    _complete_if_earned(attempt, now)
    return grading


def _response(grading: Grading, slot: SlotGrade, version_id: int) -> Response:
    return Response(
        grading=grading,
        slot=slot.slot,
        question_version_id=version_id,
        answer=slot.answer,
        fraction=slot.fraction,
        mark=slot.mark,
        max_mark=slot.max_mark,
        state=slot.state,
    )


def _apply(attempt: Attempt, grade: PaperGrade) -> None:
    attempt.state = AttemptState.GRADED
    attempt.fraction = grade.fraction
    attempt.passed = grade.passed
    attempt.save(update_fields=["state", "fraction", "passed", "submitted_at"])


def _complete_if_earned(attempt: Attempt, now: dt.datetime) -> None:
    if not standing(attempt.quiz, attempt.enrolment).is_earned:
        return
    try:
        complete_activity(enrolment=attempt.enrolment, page=attempt.quiz, now=now)
    except LearningRefused as refused:
        # The result stands even where the course has no place for it any more.
        logger.warning("attempt %s completes nothing: %s", attempt.pk, type(refused).__name__)
