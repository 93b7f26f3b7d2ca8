"""What a learner may do and see now: every rule against every situation."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest

from assessments.attempts.rules import (
    CountedResult,
    PastAttempt,
    attempts_left,
    counted_result,
    deadline_for,
    next_start,
    past_of,
    release_of,
    start_refusal,
)
from assessments.exceptions import StartRefusal
from assessments.models import Attempt, QuizPage
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import FeedbackRelease, GradingMethod, QuizPurpose
from tests.assessments.conftest import NOW, later

pytestmark = pytest.mark.django_db  # a page looks up its content type when it is made


def quiz_with(**rules: object) -> QuizPage:
    """Return a quiz without limit and wait, except for what is named."""
    return QuizPage(**{**FIRST_RULES[QuizPurpose.PRACTICE], **rules})


def tried(percent: float, pass_mark: int = 70, at: dt.datetime = NOW) -> PastAttempt:
    fraction = Decimal(str(percent)) / 100
    return PastAttempt(fraction, percent >= pass_mark, pass_mark, at)


def counted(past: list[PastAttempt], method: str) -> CountedResult:
    result = counted_result(past, method)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("method", "percents", "fraction", "passed"),
    [
        (GradingMethod.HIGHEST, [40, 90, 50], "0.9", True),
        (GradingMethod.HIGHEST, [40, 50], "0.5", False),
        (GradingMethod.LAST, [90, 50], "0.5", False),
        (GradingMethod.LAST, [50, 90], "0.9", True),
        (GradingMethod.FIRST, [50, 90], "0.5", False),
        (GradingMethod.FIRST, [90, 50], "0.9", True),
        (GradingMethod.AVERAGE, [60, 80], "0.7", True),
        (GradingMethod.AVERAGE, [60, 79], "0.695", False),
        (GradingMethod.AVERAGE, [70, 70, 70], "0.7", True),
    ],
)
def test_the_attempt_that_counts(method, percents, fraction, passed) -> None:
    result = counted([tried(percent) for percent in percents], method)
    assert (result.fraction, result.passed) == (Decimal(fraction), passed)


@pytest.mark.parametrize("method", GradingMethod.values)
def test_without_attempts_nothing_counts_and_one_attempt_is_all(method) -> None:
    assert counted_result([], method) is None
    assert counted([tried(70)], method).passed
    assert not counted([tried(69)], method).passed


def test_an_average_of_thirds_reaches_its_pass_mark() -> None:
    thirds = [PastAttempt(Decimal(f), False, 50, NOW) for f in ("0.3333333", "0.6666667")]
    assert counted(thirds, GradingMethod.AVERAGE).passed


# Of 1/3, 1/3 and 5/6, as they are stored; their mean is one half exactly.
ROUNDED_DOWN = ["0.3333333", "0.3333333", "0.8333333"]


@pytest.mark.parametrize(
    ("fractions", "passed"),
    [(ROUNDED_DOWN, True), (["0.4999999"], True), (["0.4999998"], False)],
)
def test_an_average_lacks_no_more_than_the_rounding_of_stored_fractions(fractions, passed) -> None:
    past = [PastAttempt(Decimal(fraction), False, 50, NOW) for fraction in fractions]
    assert counted(past, GradingMethod.AVERAGE).passed is passed


def test_an_average_is_rounded_to_the_places_of_a_stored_fraction() -> None:
    fractions = ("0.3333333", "0.6666667", "0.6666667")
    past = [PastAttempt(Decimal(fraction), False, 50, NOW) for fraction in fractions]
    assert str(counted(past, GradingMethod.AVERAGE).fraction) == "0.5555556"


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [("0", 0), ("0.001", 1), ("0.625", 63), ("0.695", 69), ("0.7", 70), ("0.999", 99), ("1", 100)],
)
def test_a_result_that_does_not_pass_never_looks_like_it(fraction, percent) -> None:
    assert CountedResult(Decimal(fraction), False, pass_mark=70).percent == percent


@pytest.mark.parametrize("missing", ["fraction", "passed", "submitted_at"])
def test_an_attempt_without_its_result_is_not_read_as_a_past_one(missing) -> None:
    graded = {"fraction": Decimal("0.5"), "passed": False, "submitted_at": NOW, "pass_mark": 50}
    assert past_of(Attempt(**graded)) == PastAttempt(Decimal("0.5"), False, 50, NOW)
    with pytest.raises(ValueError, match="not been graded"):
        past_of(Attempt(**{**graded, missing: None}))


def test_who_has_passed_stays_passed_when_the_pass_mark_is_raised() -> None:
    past = [tried(65, pass_mark=60), tried(68, pass_mark=70)]
    result = counted(past, GradingMethod.HIGHEST)
    assert (result.fraction, result.passed) == (Decimal("0.68"), True)


SITUATIONS = {
    "none": [],
    "failed": [tried(10)],
    "failed twice, all used": [tried(10), tried(20)],
    "passed": [tried(90)],
    "passed then failed": [tried(90), tried(10)],
}
RELEASED = {
    # rule: situation -> released (attempts_allowed=2, quiz still open)
    FeedbackRelease.AFTER_SUBMISSION: {"none": False},
    FeedbackRelease.AFTER_PASS_OR_LAST: {"none": False, "failed": False},
    FeedbackRelease.AFTER_CLOSE: dict.fromkeys(SITUATIONS, False),
    FeedbackRelease.NEVER: dict.fromkeys(SITUATIONS, False),
}


@pytest.mark.parametrize(("rule", "situation"), list(product(FeedbackRelease.values, SITUATIONS)))
def test_feedback_while_the_quiz_is_open(rule, situation) -> None:
    quiz = quiz_with(feedback_release=rule, attempts_allowed=2, closes_at=later(days=1))
    release = release_of(quiz, SITUATIONS[situation], NOW)
    assert release.released is RELEASED[FeedbackRelease(rule)].get(situation, True)
    assert release.message


@pytest.mark.parametrize(("rule", "situation"), list(product(FeedbackRelease.values, SITUATIONS)))
def test_feedback_when_the_quiz_has_closed(rule, situation) -> None:
    quiz = quiz_with(feedback_release=rule, attempts_allowed=2, closes_at=NOW)
    released = release_of(quiz, SITUATIONS[situation], NOW).released
    if rule == FeedbackRelease.AFTER_CLOSE:
        assert released is bool(SITUATIONS[situation])
    else:
        assert released is RELEASED[FeedbackRelease(rule)].get(situation, True)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_without_a_limit_only_passing_releases_and_without_a_closing_nothing_does(
    situation,
) -> None:
    past = SITUATIONS[situation]
    unlimited = quiz_with(feedback_release=FeedbackRelease.AFTER_PASS_OR_LAST)
    assert release_of(unlimited, past, NOW).released is any(a.passed for a in past)
    never_closes = quiz_with(feedback_release=FeedbackRelease.AFTER_CLOSE)
    assert not release_of(never_closes, past, NOW).released


def reason(quiz: QuizPage, past: list[PastAttempt], now: dt.datetime = NOW) -> str | None:
    refusal = start_refusal(quiz, past, now)
    return refusal.reason if refusal else None


def test_attempts_are_limited() -> None:
    quiz = quiz_with(attempts_allowed=2)
    assert reason(quiz, []) is None
    assert reason(quiz, [tried(10)]) is None
    assert reason(quiz, [tried(10), tried(10)]) == StartRefusal.NO_ATTEMPTS_LEFT
    assert reason(quiz_with(), [tried(10)] * 100) is None
    assert (attempts_left(quiz, 1), attempts_left(quiz, 5)) == (1, 0)
    assert attempts_left(quiz_with(), 5) is None


def test_the_window_is_open_from_its_start_until_before_its_end() -> None:
    quiz = quiz_with(opens_at=later(hours=1), closes_at=later(hours=2))
    assert reason(quiz, [], NOW) == StartRefusal.NOT_OPEN_YET
    assert reason(quiz, [], later(hours=1)) is None
    assert reason(quiz, [], later(hours=1, minutes=59)) is None
    assert reason(quiz, [], later(hours=2)) == StartRefusal.CLOSED


def test_the_wait_runs_from_the_last_submission() -> None:
    quiz = quiz_with(wait_hours=24)
    past = [tried(10, at=later(hours=-30)), tried(10, at=later(hours=-23))]
    assert reason(quiz, past) == StartRefusal.WAIT
    assert reason(quiz, past, later(hours=1)) is None


def test_without_a_wait_or_an_attempt_nobody_waits() -> None:
    assert next_start(quiz_with(wait_hours=24), []) is None
    assert next_start(quiz_with(), [tried(10)]) is None
    assert next_start(quiz_with(wait_hours=24), [tried(10)]) == later(days=1)


def test_a_refusal_says_when_in_local_time() -> None:
    refusal = start_refusal(quiz_with(opens_at=later(hours=1)), [], NOW)
    assert refusal is not None
    assert "09:00 02/03/2026" in str(refusal.message)


def test_a_final_quiz_ends_with_passing_a_practice_quiz_never_does() -> None:
    assert reason(quiz_with(purpose=QuizPurpose.FINAL), [tried(90)]) == StartRefusal.ALREADY_PASSED
    assert reason(quiz_with(purpose=QuizPurpose.PRACTICE), [tried(90)]) is None


@pytest.mark.parametrize(
    ("minutes", "closes", "expected"),
    [
        (None, None, None),
        (30, None, later(minutes=30)),
        (None, later(minutes=10), later(minutes=10)),
        (30, later(minutes=10), later(minutes=10)),
        (30, later(minutes=40), later(minutes=30)),
    ],
)
def test_the_deadline_is_the_earlier_of_limit_and_closing(minutes, closes, expected) -> None:
    quiz = quiz_with(time_limit_minutes=minutes, closes_at=closes)
    assert deadline_for(quiz, NOW) == expected
