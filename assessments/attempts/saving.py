"""Saving answers: inserts into the ledger, in the order the learner gave them, or not at all."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.attempts import ledger
from assessments.attempts.limits import check_pace
from assessments.attempts.models import AnswerEvent, Attempt
from assessments.exceptions import (
    AttemptClosed,
    InvalidAnswer,
    StaleSequence,
    TimeIsUp,
)
from assessments.papers.drawing import frozen_questions
from assessments.papers.paper import Paper
from assessments.question_types import QUESTION_TYPES
from assessments.words import AttemptState


def save_answer(
    *,
    attempt: Attempt,
    slot: int,
    answer: Any,
    sequence: int,
    now: dt.datetime | None = None,
) -> AnswerEvent:
    """Save one answer as entry number `sequence` of the attempt's ledger.

    Sending the same entry again, as after a lost reply, gives the entry that is there, as long as
    it is in force: nobody is told that an answer is saved which another has replaced. Raises
    StaleSequence, TooManySaves, TimeIsUp, AttemptClosed, InvalidAnswer.
    """
    try:
        with transaction.atomic():
            attempt = locked_open_attempt(attempt, now := now or timezone.now())
            paper = Paper.from_json(attempt.paper)
            checked = _checked(paper, {slot: answer})[slot]
            if sequence == attempt.last_sequence + 1:
                check_pace(attempt, paper, now)
                return ledger.append(attempt, {slot: checked}, now)[0]
            in_force = attempt.events.filter(slot=slot).order_by("sequence").last()
            if in_force and (in_force.sequence, in_force.answer) == (sequence, checked):
                return in_force
            raise StaleSequence(attempt.last_sequence)
    except IntegrityError as error:
        raise StaleSequence(last_sequence(attempt)) from error


def save_answers(
    *,
    attempt: Attempt,
    answers: Mapping[int, Any],
    sequence: int,
    now: dt.datetime | None = None,
) -> int:
    """Save what differs from the saved answers, all or nothing; return the last sequence.

    `sequence` is the last one the sender knows. Raises as `save_answer`.
    """
    try:
        with transaction.atomic():
            attempt = locked_open_attempt(attempt, now := now or timezone.now())
            add_answers(attempt, answers, sequence, now)
            return attempt.last_sequence
    except IntegrityError as error:
        raise StaleSequence(last_sequence(attempt)) from error


def add_answers(
    attempt: Attempt, answers: Mapping[int, Any], sequence: int, now: dt.datetime
) -> bool:
    """Add what differs from the saved answers, all or nothing; return whether anything did.

    The caller holds the lock on the attempt. Raises StaleSequence, TooManySaves, InvalidAnswer.
    """
    paper = Paper.from_json(attempt.paper)
    checked = _checked(paper, answers)
    saved = ledger.current_answers(attempt)
    changed = {slot: a for slot, a in checked.items() if a != saved.get(slot)}
    if not changed:
        return False
    if sequence != attempt.last_sequence:
        raise StaleSequence(attempt.last_sequence)
    check_pace(attempt, paper, now)
    ledger.append(attempt, changed, now)
    return True


def flag_questions(
    *, attempt: Attempt, flags: Mapping[int, bool], now: dt.datetime | None = None
) -> list[int]:
    """Mark questions to come back to, or take the mark away; return all that are marked.

    Raises TimeIsUp, AttemptClosed.
    """
    known = {slot.slot for slot in Paper.from_json(attempt.paper).slots}
    with transaction.atomic():
        row = locked_open_attempt(attempt, now or timezone.now())
        flagged = {slot for slot in row.flagged if flags.get(slot, True)}
        wanted: Iterable[int] = (slot for slot, flag in flags.items() if flag and slot in known)
        after = sorted(flagged.union(wanted))
        if after != row.flagged:
            row.flagged = after
            row.save(update_fields=["flagged"])
    return after


def last_sequence(attempt: Attempt) -> int:
    """Return the sequence number of the newest saved answer; 0 before the first."""
    return Attempt.objects.values_list("last_sequence", flat=True).get(pk=attempt.pk)


def locked_open_attempt(attempt: Attempt, now: dt.datetime) -> Attempt:
    """Lock an attempt that takes answers still. Raises AttemptClosed, TimeIsUp."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.state != AttemptState.IN_PROGRESS:
        raise AttemptClosed
    if attempt.is_expired(now):
        raise TimeIsUp
    return attempt


def _checked(paper: Paper, answers: Mapping[int, Any]) -> dict[int, Any]:
    slots = {
        number: slot
        for number in answers
        if type(number) is int and (slot := paper.find(number)) is not None
    }
    if len(slots) < len(answers):
        raise InvalidAnswer("no such question in this attempt")
    questions = frozen_questions(slot.version for slot in slots.values())
    checked = {}
    for number, slot in slots.items():
        question = questions[slot.version]
        question_type = QUESTION_TYPES[question.kind]
        checked[number] = question_type.check_answer(question.body, answers[number])
    return checked
