"""Drawing a paper: no question twice, always found when there is one, reproducible."""

import random
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exceptions import NotEnoughQuestions
from assessments.papers.paper import FrozenQuestion, Paper, Pick, choose, lay_out


def test_fixed_questions_come_in_order_and_are_never_drawn_again() -> None:
    picks = [Pick((1, 2, 3), 2), Pick((3,), mark=Decimal(2)), Pick((4,))]
    for seed in range(50):
        chosen = choose(picks, random.Random(seed))
        assert {chosen[0][0], chosen[1][0]} == {1, 2}
        assert chosen[2:] == [(3, Decimal(2)), (4, Decimal(1))]


def test_overlapping_draws_are_filled_whenever_they_can_be() -> None:
    picks = [Pick((1, 2, 3, 4), 2), Pick((1, 2), 2)]
    for seed in range(50):
        chosen = [version for version, _mark in choose(picks, random.Random(seed))]
        assert set(chosen[:2]) == {3, 4}
        assert set(chosen[2:]) == {1, 2}


@pytest.mark.parametrize(
    ("picks", "short"),
    [
        ([Pick((1, 2), 3)], (0, 3, 2)),
        ([Pick(())], (0, 1, 0)),
        ([Pick((1,)), Pick((1,))], (1, 1, 0)),
        ([Pick((1, 2), 2), Pick((1, 2, 3), 2)], (1, 2, 1)),
    ],
)
def test_too_few_questions_are_named(picks, short) -> None:
    with pytest.raises(NotEnoughQuestions) as refused:
        choose(picks, random.Random(1))
    error = refused.value
    assert (error.pick, error.wanted, error.available) == short


def test_a_draw_is_uniform_and_the_seed_decides() -> None:
    counts: Counter[int] = Counter()
    for seed in range(3000):
        counts.update(v for v, _mark in choose([Pick((1, 2, 3, 4, 5), 2)], random.Random(seed)))
    assert all(1100 < count < 1300 for count in counts.values())
    picks = [Pick(tuple(range(100)), 30)]
    assert choose(picks, random.Random(7)) == choose(picks, random.Random(7))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sets(st.integers(1, 12)), st.integers(1, 4)), max_size=5),
    st.integers(),
)
def test_whatever_is_drawn_is_allowed_and_drawn_once(draws, seed) -> None:
    picks = [Pick(tuple(sorted(candidates)), count) for candidates, count in draws]
    try:
        chosen = choose(picks, random.Random(seed))
    except NotEnoughQuestions:
        return
    versions = [version for version, _mark in chosen]
    assert len(set(versions)) == len(versions) == sum(pick.count for pick in picks)
    allowed = [pick.candidates for pick in picks for _ in range(pick.count)]
    assert all(v in candidates for v, candidates in zip(versions, allowed, strict=True))


OPTIONS = [{"id": i, "text": i, "correct": i == "a", "feedback": ""} for i in "abcdef"]
QUESTIONS = {n: FrozenQuestion("single_choice", {"options": OPTIONS}) for n in range(1, 21)}
CHOSEN = [(n, Decimal(1)) for n in QUESTIONS]


def test_shuffling_is_as_the_quiz_says() -> None:
    plain = lay_out(
        CHOSEN, QUESTIONS, random.Random(1), shuffle_questions=False, shuffle_options=False
    )
    assert [slot.version for slot in plain.slots] == list(QUESTIONS)
    assert {slot.options for slot in plain.slots} == {tuple("abcdef")}
    mixed = lay_out(
        CHOSEN, QUESTIONS, random.Random(1), shuffle_questions=True, shuffle_options=True
    )
    assert [slot.slot for slot in mixed.slots] == list(range(1, 21))
    assert [slot.version for slot in mixed.slots] != list(QUESTIONS)
    assert sorted(slot.version for slot in mixed.slots) == list(QUESTIONS)
    assert len({slot.options for slot in mixed.slots}) > 10
    assert all(sorted(slot.options) == list("abcdef") for slot in mixed.slots)


def test_a_paper_survives_storing() -> None:
    paper = lay_out(
        CHOSEN, QUESTIONS, random.Random(1), shuffle_questions=True, shuffle_options=True
    )
    assert Paper.from_json(paper.as_json()) == paper
    assert paper.max_mark == 20
    assert [paper.find(n) is None for n in (0, -1, 1, 20, 21)] == [True, True, False, False, True]
