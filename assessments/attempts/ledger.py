"""The ledger of answers: append-only, each entry chained by its hash to the one before."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.attempts.models import AnswerEvent, Attempt


@dataclass(frozen=True)
class LedgerCheck:
    """`broken_at`: the number of the first entry that does not fit or is missing; None if none."""

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


def append(attempt: Attempt, answers: Mapping[int, Any], now: dt.datetime) -> list[AnswerEvent]:
    """Add an entry for each answer by slot, after the last; the caller holds the lock."""
    entries = []
    for slot, answer in answers.items():
        sequence, previous = attempt.last_sequence + 1, attempt.last_hash
        digest = chain_hash(previous, attempt.pk, sequence, slot, answer, now)
        entries.append(
            AnswerEvent.objects.create(
                attempt=attempt,
                sequence=sequence,
                slot=slot,
                answer=answer,
                answered_at=now,
                previous_hash=previous,
                hash=digest,
            )
        )
        attempt.last_sequence, attempt.last_hash = sequence, digest
    if entries:
        attempt.save(update_fields=["last_sequence", "last_hash"])
    return entries


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
    """Check the whole chain of an attempt: numbers without gaps, every hash, every link, the end.

    The end is what the attempt itself keeps of its newest entry, so that an entry which was taken
    off the end, or a whole ledger, is missed, too.
    """
    end = Attempt.objects.values_list("last_sequence", "last_hash").get(pk=attempt.pk)
    return check_entries(attempt.pk, attempt.events.order_by("sequence"), end)


def check_entries(
    attempt_id: UUID, entries: Iterable[AnswerEvent], end: tuple[int, str]
) -> LedgerCheck:
    """Check all entries of an attempt in order; `end`: number and hash the last one must have."""
    previous, count = "", 0
    for event in entries:
        count += 1
        expected = chain_hash(
            previous, attempt_id, count, event.slot, event.answer, event.answered_at
        )
        if (event.sequence, event.previous_hash, event.hash) != (count, previous, expected):
            return LedgerCheck(count, broken_at=event.sequence)
        previous = event.hash
    if end != (count, previous):
        return LedgerCheck(count, broken_at=count + 1)
    return LedgerCheck(count)
