"""What a learner may do and see at a quiz now: pure functions of its rules and past attempts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt
from assessments.exceptions import AttemptRefused, StartRefusal
from assessments.quizzes.models import QuizPage
from assessments.words import FeedbackRelease, GradingMethod, QuizPurpose
from lms.core.percentages import percentage


@dataclass(frozen=True)
class PastAttempt:
    """A graded attempt; `pass_mark` (percent) as frozen when it started."""

    fraction: Decimal
    passed: bool
    pass_mark: int
    submitted_at: dt.datetime


@dataclass(frozen=True)
class CountedResult:
    """What counts of some attempts; `pass_mark` (percent) is that of the last of them."""

    fraction: Decimal
    passed: bool
    pass_mark: int

    @property
    def percent(self) -> int:
        """Whole percent: what does not pass never looks like it."""
        return int(percentage(self.fraction, short_of=self.pass_mark))


@dataclass(frozen=True)
class Release:
    """Whether questions, keys and explanations may be seen now, and if not, when (in words)."""

    released: bool
    message: str = ""


def past_of(attempt: Attempt) -> PastAttempt:
    """Return a graded attempt as the rules read it. Raises ValueError if it is not graded."""
    if attempt.fraction is None or attempt.passed is None or attempt.submitted_at is None:
        raise ValueError("the attempt has not been graded")
    return PastAttempt(attempt.fraction, attempt.passed, attempt.pass_mark, attempt.submitted_at)


def counted_result(past: Sequence[PastAttempt], method: str) -> CountedResult | None:
    """Return the result that counts of attempts in the order they were made; None without any.

    Of the highest, having passed once stays passed, even if the pass mark was raised later.
    """
    if not past:
        return None
    pass_mark = past[-1].pass_mark
    if method == GradingMethod.HIGHEST:
        best = max(attempt.fraction for attempt in past)
        return CountedResult(best, any(attempt.passed for attempt in past), pass_mark)
    if method == GradingMethod.AVERAGE:
        mean = sum((Fraction(attempt.fraction) for attempt in past), Fraction(0)) / len(past)
        fraction = Decimal(mean.numerator) / Decimal(mean.denominator)
        # Stored fractions are rounded to seven places: compare within that.
        passed = mean * 100 >= pass_mark - Fraction(1, 10**5)
        return CountedResult(fraction.quantize(Decimal("0.0000001")), passed, pass_mark)
    chosen = past[0] if method == GradingMethod.FIRST else past[-1]
    return CountedResult(chosen.fraction, chosen.passed, pass_mark)


def attempts_left(quiz: QuizPage, taken: int) -> int | None:
    """Return how many attempts are left; None for as many as wanted."""
    return None if quiz.attempts_allowed is None else max(0, quiz.attempts_allowed - taken)


def start_refusal(
    quiz: QuizPage,
    past: Sequence[PastAttempt],
    now: dt.datetime,
    *,
    spent: Sequence[PastAttempt] | None = None,
) -> AttemptRefused | None:
    """Return why no further attempt may be started now, or None when one may.

    The result is that of `past`; the limit and the wait are those of `spent`, if they differ.
    """
    spent = past if spent is None else spent
    counted = counted_result(past, quiz.grading_method)
    if quiz.purpose == QuizPurpose.FINAL and counted is not None and counted.passed:
        return AttemptRefused(StartRefusal.ALREADY_PASSED, _("You have passed this quiz."))
    if quiz.opens_at is not None and now < quiz.opens_at:
        return AttemptRefused(
            StartRefusal.NOT_OPEN_YET,
            _("The quiz opens on %(time)s.") % {"time": moment(quiz.opens_at)},
        )
    if quiz.closes_at is not None and now >= quiz.closes_at:
        return AttemptRefused(
            StartRefusal.CLOSED,
            _("The quiz closed on %(time)s.") % {"time": moment(quiz.closes_at)},
        )
    if attempts_left(quiz, len(spent)) == 0:
        return AttemptRefused(
            StartRefusal.NO_ATTEMPTS_LEFT,
            _("You have used all your attempts. Ask the trainer of the course what you can do."),
        )
    again = next_start(quiz, spent)
    if again is not None and now < again:
        return AttemptRefused(
            StartRefusal.WAIT,
            _("You can try again from %(time)s.") % {"time": moment(again)},
        )
    return None


def next_start(quiz: QuizPage, past: Sequence[PastAttempt]) -> dt.datetime | None:
    """Return when the wait after the last attempt ends; None without a wait."""
    if not past or not quiz.wait_hours:
        return None
    return max(attempt.submitted_at for attempt in past) + dt.timedelta(hours=quiz.wait_hours)


def release_of(quiz: QuizPage, past: Sequence[PastAttempt], now: dt.datetime) -> Release:
    """Say whether the feedback on a graded attempt may be seen now."""
    rule = quiz.feedback_release
    if rule == FeedbackRelease.AFTER_SUBMISSION:
        return Release(bool(past), _("You will see the answers when you have handed in."))
    if rule == FeedbackRelease.AFTER_PASS_OR_LAST:
        # Not any passed attempt: where the average counts, more of them may have to come.
        counted = counted_result(past, quiz.grading_method)
        used_up = bool(past) and attempts_left(quiz, len(past)) == 0
        return Release(
            used_up or (counted is not None and counted.passed),
            _("You will see the right answers when you have passed.")
            if quiz.attempts_allowed is None
            else _("You will see the right answers after passing, or after your last attempt."),
        )
    if rule == FeedbackRelease.AFTER_CLOSE and quiz.closes_at is not None:
        return Release(
            bool(past) and now >= quiz.closes_at,
            _("You will see the right answers when the quiz has closed, on %(time)s.")
            % {"time": moment(quiz.closes_at)},
        )
    return Release(False, _("This quiz shows the result only, not the right answers."))


def deadline_for(quiz: QuizPage, started_at: dt.datetime) -> dt.datetime | None:
    """Return when an attempt ends: after the time limit, and never after the quiz closes."""
    ends = [quiz.closes_at] if quiz.closes_at else []
    if quiz.time_limit:
        ends.append(started_at + quiz.time_limit)
    return min(ends, default=None)


def moment(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
