"""Saving answers: in their order, before the end, to questions of the paper alone."""

import random

import pytest

from assessments.attempts import ledger
from assessments.attempts.saving import (
    flag_questions,
    last_sequence,
    save_answer,
    save_answers,
)
from assessments.exceptions import (
    AttemptClosed,
    InvalidAnswer,
    StaleSequence,
    TimeIsUp,
)
from assessments.marking.gradings import submit_attempt
from assessments.models import AnswerEvent, Attempt
from assessments.words import (
    GradingReason,
    ResponseState,
)
from tests.assessments.conftest import later

LGSP = "00000001"
NIGHTLY = pytest.mark.nightly


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


def test_attack_31_an_old_entry_sent_again_is_stale_once_another_answer_is_in_force(
    quizzed,
) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    save_answer(attempt=attempt, slot=1, answer="00000002", sequence=2)
    with pytest.raises(StaleSequence) as stale:
        save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    assert stale.value.current == 2

    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=3)
    with pytest.raises(StaleSequence):
        save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    assert ledger.current_answers(attempt) == {1: "00000001"}
    assert AnswerEvent.objects.count() == 3


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(40, 1_000), marks=NIGHTLY)])
def test_attack_31_whoever_is_told_saved_has_the_answer_in_force(quizzed, seeds) -> None:
    """Two windows type, repeat themselves and go on from what they know, in any order."""
    attempt = quizzed.start()
    refused = 0
    for seed in seeds:
        rng = random.Random(seed)
        attempt.events.all().delete()
        Attempt.objects.update(last_sequence=0, last_hash="")
        known, sent = [0, 0], [(1, "00000001", 1)] * 2
        for _step in range(12):
            window = rng.randrange(2)
            if rng.random() < 0.6:
                sent[window] = (1, f"0000000{rng.randint(1, 3)}", known[window] + 1)
            slot, answer, sequence = sent[window]
            try:
                save_answer(attempt=attempt, slot=slot, answer=answer, sequence=sequence)
            except StaleSequence as stale:
                refused += 1
                known[window] = stale.current if rng.random() < 0.7 else known[window]
            else:
                known[window] = sequence
                assert ledger.current_answers(attempt)[slot] == answer, seed
        assert ledger.verify(attempt).intact
    assert refused > len(seeds)


def test_only_the_very_entry_counts_as_sent_again(quizzed) -> None:
    attempt = quizzed.start()
    for sequence, answer in enumerate(["00000001", "00000002"], start=1):
        newest = save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence)
    assert save_answer(attempt=attempt, slot=1, answer="00000002", sequence=2) == newest
    with pytest.raises(StaleSequence):  # the same words under that number, to another question
        save_answer(attempt=attempt, slot=4, answer="00000002", sequence=2)


def test_the_newest_entry_is_the_one_with_the_highest_number(quizzed) -> None:
    attempt = quizzed.start()
    assert last_sequence(attempt) == 0
    assert save_answers(attempt=attempt, answers={}, sequence=0) == 0
    for sequence, answer in enumerate(["00000001", "00000002"], start=1):
        save_answer(attempt=attempt, slot=1, answer=answer, sequence=sequence)
    first = AnswerEvent.objects.get(sequence=1)
    AnswerEvent.objects.filter(sequence=1).delete()
    first.pk = None  # kept by the database behind the second, as after a restore
    first.save(force_insert=True)

    assert last_sequence(attempt) == 2
    assert save_answers(attempt=attempt, answers={1: "00000002"}, sequence=2) == 2
    assert save_answer(attempt=attempt, slot=3, answer="true", sequence=3).sequence == 3


def test_each_learner_saves_and_flags_in_their_own_attempt(quizzed) -> None:
    beside, attempt = quizzed.start_beside(), quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)
    flag_questions(attempt=attempt, flags={2: True})
    assert list(AnswerEvent.objects.values_list("attempt", flat=True)) == [attempt.pk]
    attempt.refresh_from_db()
    beside.refresh_from_db()
    assert (attempt.flagged, beside.flagged) == ([2], [])


def test_a_save_that_loses_the_race_is_stale(quizzed, monkeypatch) -> None:
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1)

    def append_after_another(attempt, *rest):
        """Write the entry of another window first, so that the constraint stops this one."""
        append(Attempt.objects.get(pk=attempt.pk), *rest)
        return append(attempt, *rest)

    append = ledger.append
    monkeypatch.setattr(ledger, "append", append_after_another)
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


def test_one_question_that_is_not_in_the_paper_spoils_the_whole_save(quizzed) -> None:
    with pytest.raises(InvalidAnswer):
        save_answers(attempt=quizzed.start(), answers={1: "00000001", 99: "true"}, sequence=0)
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
    moment = later(minutes=9, seconds=59, microseconds=999_999)
    assert save_answers(attempt=attempt, answers={1: LGSP}, sequence=1, now=moment) == 1
    for moment in (later(minutes=10), later(minutes=11)):
        with pytest.raises(TimeIsUp):
            save_answer(attempt=attempt, slot=3, answer="true", sequence=2, now=moment)
        with pytest.raises(TimeIsUp):
            save_answers(attempt=attempt, answers={3: "true"}, sequence=1, now=moment)
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


def test_flags_are_kept_in_the_order_of_the_paper(quizzed) -> None:
    attempt = quizzed.start()
    first = attempt.paper["slots"][0]
    attempt.paper = {"slots": [{**first, "slot": number} for number in range(1, 10)]}
    attempt.save()
    assert flag_questions(attempt=attempt, flags={8: True, 1: True}) == [1, 8]
