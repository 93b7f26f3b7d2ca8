"""The ledger of an attempt: chained, and what was altered is found out."""

import pytest

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.models import AnswerEvent


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


@pytest.mark.parametrize("change", [{"answer": "00000001"}, {"slot": 2}, {"hash": "0" * 64}])
def test_attack_31_a_ledger_that_was_altered_is_found_out(quizzed, change) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{4 - sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=2).update(**change)
    assert ledger.verify(attempt).broken_at == 2


def test_a_removed_entry_is_found_out(quizzed) -> None:
    attempt = quizzed.start()
    for sequence in (1, 2, 3):
        save_answer(attempt=attempt, slot=1, answer=f"0000000{4 - sequence}", sequence=sequence)
    AnswerEvent.objects.filter(sequence=1).delete()
    assert not ledger.verify(attempt).intact
