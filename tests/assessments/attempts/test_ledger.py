"""The ledger of an attempt: chained, and what was altered is found out."""

import datetime as dt
import hashlib
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.models import AnswerEvent, Attempt
from tests.assessments.conftest import NOW, later


def test_answers_are_chained_and_the_last_of_each_slot_counts(quizzed) -> None:
    attempt = quizzed.start()
    for sequence, answer in enumerate(["00000002", "00000003", "00000001"], start=1):
        event = save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence)
        assert event.sequence == sequence
    save_answer(attempt=attempt, slot=3, answer="true", sequence=4)
    save_answer(attempt=attempt, slot=3, answer=None, sequence=5)

    assert ledger.current_answers(attempt) == {1: "00000001"}
    assert ledger.verify(attempt).intact
    assert AnswerEvent.objects.count() == 5


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "00000001"},
        {"slot": 2},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
        {"answered_at": NOW - dt.timedelta(microseconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_attack_31_a_ledger_that_was_altered_is_found_out(quizzed, change) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        answer = f"0000000{4 - sequence}"
        save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence, now=NOW)
    AnswerEvent.objects.filter(sequence=2).update(**change)
    assert ledger.verify(attempt).broken_at == 2


def test_an_entry_that_was_given_another_number_is_found_out(quizzed) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=2).update(sequence=9)
    assert ledger.verify(attempt) == ledger.LedgerCheck(entries=2, broken_at=9)


def test_a_removed_entry_is_found_out(quizzed) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{4 - sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=1).delete()
    assert not ledger.verify(attempt).intact


def test_the_chain_is_read_by_number_however_the_database_keeps_it(quizzed) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{sequence}", sequence=sequence)
    first = AnswerEvent.objects.get(sequence=1)
    AnswerEvent.objects.filter(sequence=1).delete()
    first.pk = None
    first.save(force_insert=True)
    assert ledger.verify(attempt).intact
    assert ledger.current_answers(attempt) == {1: "00000003"}


# What is stored must be proved by every later version: one byte more breaks all ledgers there are.
HASHED = (
    b'["","00000000-0000-4000-8000-000000000007",1,2,{"a":["x","y"],"b":"\\u1ed9"},'
    b'"2026-03-02T01:00:00.000000+00:00"]'
)


def test_the_hash_of_an_entry_stays_what_it_was_when_it_was_written() -> None:
    attempt, answer = UUID("00000000-0000-4000-8000-000000000007"), {"b": "ộ", "a": ["x", "y"]}
    assert ledger.chain_hash("", attempt, 1, 2, answer, NOW) == hashlib.sha256(HASHED).hexdigest()


def test_what_is_no_json_cannot_be_hashed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        ledger.chain_hash("", UUID(int=7), 1, 2, float("nan"), NOW)


def test_an_answer_given_in_the_last_moment_counts_and_a_later_one_does_not(quizzed) -> None:
    attempt = quizzed.start()
    moments = {1: NOW, 2: later(minutes=5), 3: later(minutes=5, microseconds=1)}
    for sequence, now in moments.items():
        answer = f"0000000{sequence}"
        save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence, now=now)
    assert ledger.current_answers(attempt, until=later(minutes=5)) == {1: "00000002"}
    assert ledger.current_answers(attempt) == {1: "00000003"}


def two_answers(quizzed) -> Attempt:
    attempt = quizzed.start()
    for sequence in (1, 2):
        answer = f"0000000{sequence}"
        save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence, now=NOW)
    return Attempt.objects.get(pk=attempt.pk)


def cut_the_end(attempt: Attempt) -> None:
    attempt.events.filter(sequence=2).delete()


def remove_all(attempt: Attempt) -> None:
    attempt.events.all().delete()


def add_one(attempt: Attempt) -> None:
    """Add a well-chained entry past the product, which does not know of the end it moves."""
    last = attempt.events.get(sequence=2)
    digest = ledger.chain_hash(last.hash, attempt.pk, 3, 1, "00000003", NOW)
    AnswerEvent.objects.create(
        attempt=attempt,
        sequence=3,
        slot=1,
        answer="00000003",
        answered_at=NOW,
        previous_hash=last.hash,
        hash=digest,
    )


def rewrite(attempt: Attempt) -> None:
    """Change the last answer with a hash that fits."""
    first = attempt.events.get(sequence=1)
    digest = ledger.chain_hash(first.hash, attempt.pk, 2, 1, "00000003", NOW)
    attempt.events.filter(sequence=2).update(answer="00000003", hash=digest)


@pytest.mark.parametrize(
    ("tamper", "broken_at"),
    [(cut_the_end, 2), (remove_all, 1), (add_one, 4), (rewrite, 3)],
)
def test_attack_31_what_is_done_to_the_end_of_a_ledger_is_found_out(
    quizzed, tamper, broken_at
) -> None:
    attempt = two_answers(quizzed)
    assert ledger.verify(attempt).intact
    tamper(attempt)
    assert ledger.verify(attempt).broken_at == broken_at


def swap(attempt: Attempt) -> None:
    attempt.events.filter(sequence=1).update(sequence=9)
    attempt.events.filter(sequence=2).update(sequence=1)
    attempt.events.filter(sequence=9).update(sequence=2)


def verified(*attempts: Attempt) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("verify_ledgers", *(str(a.pk) for a in attempts), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("tamper", [cut_the_end, remove_all, add_one, rewrite, swap])
def test_the_command_names_each_broken_ledger_and_fails(quizzed, tamper) -> None:
    beside = quizzed.start_beside()
    attempt = two_answers(quizzed)
    assert verified() == ("2 ledgers with 2 entries checked\n", "")
    tamper(attempt)
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 2 ledgers are broken"):
        call_command("verify_ledgers", stdout=StringIO(), stderr=err)
    (line,) = err.getvalue().splitlines()
    assert str(attempt.pk) in line
    assert verified(beside) == ("1 ledgers with 0 entries checked\n", "")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_ledgers", str(attempt.pk), stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("given", ["00000000-0000-4000-8000-000000000007", "x"])
def test_the_command_refuses_an_attempt_that_is_none(quizzed, given) -> None:
    with pytest.raises(CommandError):
        call_command("verify_ledgers", given, stdout=StringIO(), stderr=StringIO())
