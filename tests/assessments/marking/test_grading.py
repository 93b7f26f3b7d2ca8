"""Grading a paper: exact arithmetic, marks, the verdict."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from assessments.marking.grading import (
    FRACTION_PLACES,
    MARK_PLACES,
    grade_paper,
    rounded,
    within_bounds,
)
from assessments.papers.paper import FrozenQuestion, Paper, Slot
from assessments.words import ResponseState

TRUE = FrozenQuestion("true_false", {"answer": "true", "feedback": ""})
TRIPLE = FrozenQuestion(
    "matching",
    {
        "lefts": [{"id": i, "text": i} for i in "abc"],
        "rights": [{"id": i, "text": i} for i in "xyz"],
        "key": {"a": "x", "b": "y", "c": "z"},
    },
)


def paper(*marks: str) -> Paper:
    return Paper(tuple(Slot(n, n, Decimal(mark)) for n, mark in enumerate(marks, start=1)))


def test_marks_states_and_the_sum() -> None:
    questions = {1: TRUE, 2: TRUE, 3: TRIPLE, 4: TRUE}
    answers = {1: "true", 2: "false", 3: {"a": "x", "b": "y", "c": "x"}}
    grade = grade_paper(paper("1", "2", "3", "4"), questions, answers, 30)

    assert [slot.state for slot in grade.slots] == [
        *(ResponseState.RIGHT, ResponseState.WRONG),
        *(ResponseState.PARTLY, ResponseState.UNANSWERED),
    ]
    assert [slot.mark for slot in grade.slots] == [1, 0, 2, 0]
    assert grade.slots[2].fraction == Decimal("0.6666667")
    assert grade.fraction == Decimal("0.3")
    assert grade.passed


@pytest.mark.parametrize(("pass_mark", "passed"), [(0, True), (66, True), (67, False)])
def test_two_thirds_against_pass_marks(pass_mark, passed) -> None:
    grade = grade_paper(paper("1"), {1: TRIPLE}, {1: {"a": "x", "b": "y", "c": "x"}}, pass_mark)
    assert grade.passed is passed


def test_three_thirds_are_one_and_reach_a_pass_mark_exactly() -> None:
    third = {"a": "x", "b": "x", "c": "x"}
    grade = grade_paper(
        paper("1", "1", "1", "1", "1"),
        {1: TRIPLE, 2: TRIPLE, 3: TRIPLE, 4: TRUE, 5: TRUE},
        {1: third, 2: third, 3: third, 4: "true", 5: "true"},
        60,
    )
    assert grade.fraction == Decimal("0.6")
    assert grade.passed


@pytest.mark.parametrize("pass_mark", range(101))
def test_every_pass_mark_is_met_by_exactly_that_percentage(pass_mark) -> None:
    hundred = paper(*["0.01"] * 100)
    questions = dict.fromkeys(range(1, 101), TRUE)
    answers = dict.fromkeys(range(1, pass_mark + 1), "true")
    assert grade_paper(hundred, questions, answers, pass_mark).passed
    answers.pop(pass_mark, None)
    assert grade_paper(hundred, questions, answers, pass_mark).passed is (pass_mark == 0)


def test_nothing_answered_earns_nothing() -> None:
    grade = grade_paper(paper("1", "1"), {1: TRUE, 2: TRIPLE}, {}, 1)
    assert (grade.fraction, grade.passed) == (0, False)


@pytest.mark.parametrize(
    ("share", "kept"),
    [(Fraction(-1, 2), 0), (Fraction(3, 2), 1), (Fraction(1, 3), Fraction(1, 3)), (Fraction(1), 1)],
)
def test_fractions_stay_within_bounds_and_exact(share, kept) -> None:
    assert within_bounds(share) == kept


def test_a_paper_without_marks_earns_nothing() -> None:
    grade = grade_paper(Paper(()), {}, {}, 1)
    assert (grade.slots, grade.fraction, grade.passed) == ((), 0, False)


def test_marks_have_four_places_and_fractions_seven_halves_rounded_up() -> None:
    (slot,) = grade_paper(paper("1"), {1: TRIPLE}, {1: {"a": "x"}}, 50).slots
    assert (str(slot.mark), str(slot.fraction)) == ("0.3333", "0.3333333")
    assert rounded(Fraction(125, 100_000), MARK_PLACES) == Decimal("0.0013")
    assert rounded(Fraction(25, 10**9), FRACTION_PLACES) == 0
    assert rounded(Fraction(25, 10**8), FRACTION_PLACES) == Decimal("0.0000003")


KEY = {"Lục Ngạn": "huyện", "Yên Dũng": "huyện", "Bắc Giang": "tỉnh"}
BODY = {
    "lefts": [{"id": place, "text": place} for place in KEY],
    "rights": [{"id": kind, "text": kind} for kind in ("huyện", "tỉnh", "xã")],
    "key": KEY,
}
# By the number of right pairs, worked out by hand.
MARKS = {0: "0", 1: "0.3333333", 2: "0.6666667", 3: "1"}


@pytest.mark.parametrize(
    "chosen", list(product(("huyện", "tỉnh", "xã", ""), repeat=3)), ids="/".join
)
def test_each_right_pair_of_a_matching_question_earns_its_third(chosen) -> None:
    """Two places belong to the same kind: each counts by itself, and what is left out is wrong."""
    right = [
        chosen[0] == "huyện",
        chosen[1] == "huyện",
        chosen[2] == "tỉnh",
    ].count(True)
    answer = {place: kind for place, kind in zip(KEY, chosen, strict=True) if kind}
    grade = grade_paper(
        paper("1.5"), {1: FrozenQuestion("matching", BODY)}, {1: answer or None}, 50
    )
    (slot,) = grade.slots
    assert slot.fraction == Decimal(MARKS[right])
    assert slot.mark == Decimal("0.5") * right
    assert grade.passed is (right >= 2)
    states = [ResponseState.WRONG, *[ResponseState.PARTLY] * 2, ResponseState.RIGHT]
    assert slot.state == (states[right] if answer else ResponseState.UNANSWERED)
