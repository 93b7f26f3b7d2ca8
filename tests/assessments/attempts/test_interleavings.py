"""Windows that type, clear, repeat themselves and go on from what they know, in any order."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer, save_answers
from assessments.exceptions import StaleSequence
from assessments.models import AnswerEvent, Attempt

ANSWERS = {1: ["00000001", "00000002", None], 3: ["true", "false", None]}


@dataclass(frozen=True)
class Step:
    """What a window does: sends an answer, sends its last message again, or saves its page."""

    window: int
    act: str
    slot: int
    choice: int
    learns: bool  # whether it goes on from the number that a refusal tells


steps = st.builds(
    Step,
    window=st.integers(0, 2),
    act=st.sampled_from(["answer", "again", "page"]),
    slot=st.sampled_from(sorted(ANSWERS)),
    choice=st.integers(0, 2),
    learns=st.booleans(),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(steps, min_size=2, max_size=14))
def test_attack_31_no_newer_answer_is_dropped_and_none_is_called_saved_that_is_not(
    quizzed, script
) -> None:
    attempt = Attempt.objects.first() or quizzed.start()
    attempt.events.all().delete()
    Attempt.objects.update(last_sequence=0, last_hash="")
    known, sent = [0, 0, 0], [(1, "00000001", 1)] * 3
    for step in script:
        before, count = ledger.current_answers(attempt), attempt.events.count()
        if step.act == "answer":
            answer = ANSWERS[step.slot][step.choice]
            sent[step.window] = (step.slot, answer, known[step.window] + 1)
        slot, answer, sequence = sent[step.window]
        told: int | None = None
        try:
            if step.act == "page":
                known[step.window] = save_answers(
                    attempt=attempt, answers={slot: answer}, sequence=known[step.window]
                )
            else:
                event = save_answer(attempt=attempt, slot=slot, answer=answer, sequence=sequence)
                known[step.window] = event.sequence
        except StaleSequence as stale:
            told = stale.current
        if told is not None:
            assert ledger.current_answers(attempt) == before
            assert told == attempt.events.count() == count
            known[step.window] = told if step.learns else known[step.window]
        else:
            assert ledger.current_answers(attempt).get(slot) == answer
            _check_what_was_written(attempt, count, before, slot, answer)
    assert ledger.verify(attempt).intact


def _check_what_was_written(
    attempt: Attempt, count: int, before: dict[int, Any], slot: int, answer: Any
) -> None:
    """Nothing but this answer has changed; without a new entry it was in force already."""
    after = ledger.current_answers(attempt)
    assert {s: a for s, a in after.items() if s != slot} == {
        s: a for s, a in before.items() if s != slot
    }
    entries = AnswerEvent.objects.filter(attempt=attempt).count()
    if entries == count:
        assert before.get(slot) == answer
    else:
        assert entries == count + 1
