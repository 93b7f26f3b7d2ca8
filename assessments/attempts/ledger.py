"""The ledger of answers: append-only, each entry chained by its hash to the one before."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.attempts.models import AnswerEvent, Attempt


@dataclass(frozen=True)
class LedgerCheck:
    """`broken_at` is the sequence of the first entry that does not fit; None when all fit."""

    entries: int
    broken_at: int | None = None

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def chain_hash(
    previous_hash: str,
    attempt_id: UUID,
    sequence: int,
    slot: int,
    answer: Any,
    answered_at: dt.datetime,
) -> str:
    """Return the SHA-256 (hex) of an entry: its own facts and the hash before it."""
    moment = answered_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    facts = [previous_hash, str(attempt_id), sequence, slot, answer, moment]
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    attempt: Attempt, last: AnswerEvent | None, slot: int, answer: Any, now: dt.datetime
) -> AnswerEvent:
    """Add the entry after `last`; the caller holds the lock on the attempt."""
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else ""
    return AnswerEvent.objects.create(
        attempt=attempt,
        sequence=sequence,
        slot=slot,
        answer=answer,
        answered_at=now,
        previous_hash=previous,
        hash=chain_hash(previous, attempt.pk, sequence, slot, answer, now),
    )


def answers_of(events: Iterable[AnswerEvent], until: dt.datetime | None = None) -> dict[int, Any]:
    """Return the current answer by slot, of events in order: the last one of each counts.

    Slots whose answer was taken back are left out. `until` leaves out what came later.
    """
    current: dict[int, Any] = {}
    for event in events:
        if until is None or event.answered_at <= until:
            current[event.slot] = event.answer
    return {slot: answer for slot, answer in current.items() if answer is not None}


def current_answers(attempt: Attempt, until: dt.datetime | None = None) -> dict[int, Any]:
    return answers_of(attempt.events.order_by("sequence"), until)


def verify(attempt: Attempt) -> LedgerCheck:
    """Check the whole chain of an attempt: numbers without gaps, every hash, every link."""
    previous, count = "", 0
    for event in attempt.events.order_by("sequence"):
        count += 1
        expected = chain_hash(
            previous, attempt.pk, count, event.slot, event.answer, event.answered_at
        )
        if (event.sequence, event.previous_hash, event.hash) != (count, previous, expected):
            return LedgerCheck(count, broken_at=event.sequence)
        previous = event.hash
    return LedgerCheck(count)
