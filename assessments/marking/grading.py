"""Grading: paper, questions and answers in; fractions, marks and the verdict out. Pure.

Arithmetic is exact: fractions such as 2/3 are kept as such until they are rounded for storing,
so that nobody misses a pass mark by a rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessments.papers.paper import FrozenQuestion, Paper
from assessments.question_types import QUESTION_TYPES
from assessments.words import ResponseState

FRACTION_PLACES = Decimal("0.0000001")
MARK_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class SlotGrade:
    slot: int
    version: int
    answer: Any
    fraction: Decimal
    mark: Decimal
    max_mark: Decimal
    state: ResponseState


@dataclass(frozen=True)
class PaperGrade:
    slots: tuple[SlotGrade, ...]
    fraction: Decimal
    passed: bool


def grade_paper(
    paper: Paper,
    questions: Mapping[int, FrozenQuestion],
    answers: Mapping[int, Any],
    pass_mark: int,
) -> PaperGrade:
    """Grade the answers by slot against the questions by version; `pass_mark` is in percent."""
    exact: list[Fraction] = []
    slots = []
    for slot in paper.slots:
        question, answer = questions[slot.version], answers.get(slot.slot)
        share = within_bounds(QUESTION_TYPES[question.kind].grade(question.body, answer))
        exact.append(share * Fraction(slot.mark))
        slots.append(
            SlotGrade(
                slot=slot.slot,
                version=slot.version,
                answer=answer,
                fraction=rounded(share, FRACTION_PLACES),
                mark=rounded(share * Fraction(slot.mark), MARK_PLACES),
                max_mark=slot.mark,
                state=state_of(share, answer),
            )
        )
    total = Fraction(paper.max_mark)
    earned = sum(exact, Fraction(0)) / total if total else Fraction(0)
    return PaperGrade(
        slots=tuple(slots),
        fraction=rounded(earned, FRACTION_PLACES),
        passed=earned * 100 >= pass_mark,
    )


def within_bounds(share: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), share))


def rounded(value: Fraction, places: Decimal) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(places, rounding=ROUND_HALF_UP)


def state_of(share: Fraction, answer: Any) -> ResponseState:
    if answer is None:
        return ResponseState.UNANSWERED
    if share == 1:
        return ResponseState.RIGHT
    return ResponseState.PARTLY if share else ResponseState.WRONG
