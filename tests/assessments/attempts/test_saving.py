"""Saving answers: in their order, before the end, to questions of the paper alone."""

import pytest
from django.db import IntegrityError

from assessments.attempts import ledger
from assessments.attempts.saving import flag_questions, save_answer, save_answers
from assessments.exceptions import (
    AttemptClosed,
    InvalidAnswer,
    StaleSequence,
    TimeIsUp,
)
from assessments.marking.gradings import submit_attempt
from assessments.models import AnswerEvent
from assessments.words import (
    GradingReason,
    ResponseState,
)
from tests.assessments.conftest import later

LGSP = "00000001"


def test_attack_31_a_stale_window_is_refused_and_told_the_current_sequence(quizzed) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    for sequence in (-1, 0, 1, 3, 2**40):
        with pytest.raises(StaleSequence) as stale:
            save_answer(attempt=attempt, slot=1, answer="00000002", sequence=sequence)
        assert stale.value.current == 1
    assert AnswerEvent.objects.count() == 1


def test_the_same_entry_sent_again_after_a_lost_reply_is_no_conflict(quizzed) -> None:
    attempt = quizzed.start()
    first = save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    save_answer(attempt=attempt, slot=3, answer="true", sequence=2)
    assert save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1) == first
    assert AnswerEvent.objects.count() == 2


def test_a_save_that_loses_the_race_is_stale(quizzed, monkeypatch) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)

    def lost(*_args):
        raise IntegrityError("answerevent_sequence")

    monkeypatch.setattr(ledger, "append", lost)
    with pytest.raises(StaleSequence) as stale:
        save_answer(attempt=attempt, slot=1, answer="00000002", sequence=2)
    assert stale.value.current == 1
    with pytest.raises(StaleSequence):
        save_answers(attempt=attempt, answers={1: "00000002"}, sequence=1)


@pytest.mark.parametrize("slot", [0, -1, 7, 10**9, None, "1", True + 6])
def test_attack_27_answers_to_questions_that_are_not_in_the_paper_are_refused(
    quizzed, slot
) -> None:
    attempt = quizzed.start()
    with pytest.raises(InvalidAnswer):
        save_answer(attempt=attempt, slot=slot, answer="true", sequence=1)
    assert not AnswerEvent.objects.exists()


def test_many_answers_are_saved_together_or_not_at_all(quizzed) -> None:
    attempt = quizzed.start()
    with pytest.raises(InvalidAnswer):
        save_answers(attempt=attempt, answers={1: "00000001", 3: "maybe"}, sequence=0)
    assert not AnswerEvent.objects.exists()

    assert save_answers(attempt=attempt, answers={1: "00000001", 3: "true"}, sequence=0) == 2
    # What is saved already needs no entry, however old the sender's sequence is.
    assert save_answers(attempt=attempt, answers={1: "00000001", 3: "true"}, sequence=0) == 2
    with pytest.raises(StaleSequence):
        save_answers(attempt=attempt, answers={1: "00000002"}, sequence=0)


def test_attack_25_nothing_is_saved_after_the_end(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer=LGSP, sequence=1, now=later(minutes=9, seconds=59))
    for moment in (later(minutes=10), later(minutes=11)):
        with pytest.raises(TimeIsUp):
            save_answer(attempt=attempt, slot=3, answer="true", sequence=2, now=moment)
    grading = submit_attempt(attempt=attempt, now=later(hours=5))

    attempt.refresh_from_db()
    assert grading.reason == GradingReason.TIME_UP
    assert attempt.submitted_at == later(minutes=10)
    states = dict(grading.responses.values_list("slot", "state"))
    assert states[1] == ResponseState.RIGHT
    assert set(states.values()) == {ResponseState.RIGHT, ResponseState.UNANSWERED}


def test_nothing_is_saved_after_handing_in(quizzed) -> None:
    attempt = quizzed.start()
    submit_attempt(attempt=attempt)
    with pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, slot=1, answer=LGSP, sequence=1)
    with pytest.raises(AttemptClosed):
        save_answers(attempt=attempt, answers={1: LGSP}, sequence=0)


def test_questions_are_flagged_and_unflagged(quizzed) -> None:
    attempt = quizzed.start()
    assert flag_questions(attempt=attempt, flags={1: True, 3: True, 99: True}) == [1, 3]
    assert flag_questions(attempt=attempt, flags={1: False}) == [3]
