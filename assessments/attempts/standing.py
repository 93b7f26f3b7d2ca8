"""Where a person stands at a quiz: the one reading of their attempts that every page shares.

Limits, waits and what is released belong to the person and the quiz, over all enrolments since
the course was last completed. A completion begins a new cycle with the attempts of the rule;
giving the course up and enrolling again begins none.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt, Grading, Response
from assessments.attempts.rules import (
    CountedResult,
    PastAttempt,
    Release,
    attempts_left,
    counted_result,
    past_of,
    release_of,
    start_refusal,
)
from assessments.exceptions import AttemptRefused
from assessments.quizzes.models import QuizPage
from assessments.words import (
    AttemptState,
    FeedbackRelease,
    GradingReason,
    QuizPurpose,
    ResponseState,
)
from lms.enrolments.models import Enrolment


@dataclass(frozen=True)
class Standing:
    """`attempts` are those of the cycle of an enrolment, in the order they were started.

    `spent` are those that use up the rule: the same, and for a completed course what was tried
    after it and given up. Otherwise one could go back to the attempts of the cycle before.
    """

    quiz: QuizPage
    attempts: tuple[Attempt, ...]
    spent: tuple[Attempt, ...]
    # The id of the enrolment whose completion ends the cycle; None while it goes on.
    completed_in: int | None = None

    @property
    def graded(self) -> list[Attempt]:
        return [each for each in self.attempts if each.state == AttemptState.GRADED]

    @property
    def running(self) -> Attempt | None:
        return next((each for each in self.attempts if each.state != AttemptState.GRADED), None)

    @cached_property
    def past(self) -> list[PastAttempt]:
        return [past_of(each) for each in self.graded]

    @property
    def counted(self) -> CountedResult | None:
        return counted_result(self.past, self.quiz.grading_method)

    @property
    def left(self) -> int | None:
        """How many more attempts may be started; None for as many as wanted."""
        return attempts_left(self.quiz, len(self.spent))

    @property
    def next_number(self) -> int:
        return max((each.number for each in self.attempts), default=0) + 1

    @property
    def is_earned(self) -> bool:
        """Whether what was done completes the quiz: passing; for practice, handing in."""
        if self.quiz.purpose == QuizPurpose.PRACTICE:
            return _any_handed_in(self.graded)
        return self.counted is not None and self.counted.passed

    def refusal(self, now: dt.datetime) -> AttemptRefused | None:
        """Return why no further attempt may be started now, or None when one may."""
        spent = [past_of(each) for each in self.spent if each.state == AttemptState.GRADED]
        return start_refusal(self.quiz, self.past, now, spent=spent)

    def release(self, now: dt.datetime) -> Release:
        """Say whether questions and keys of the cycle may be seen now.

        Not under an attempt that runs, unless the quiz shows them after each one anyway.
        """
        release = release_of(self.quiz, self.past, now)
        at_once = self.quiz.feedback_release == FeedbackRelease.AFTER_SUBMISSION
        if release.released and self.running is not None and not at_once:
            return Release(
                False,
                _("You will see the right answers when you have handed in the attempt that runs."),
            )
        return release


def standing(quiz: QuizPage, enrolment: Enrolment) -> Standing:
    """Read where the learner of an enrolment stands at a quiz: one query."""
    completed = Enrolment.objects.completed().filter(
        learner=enrolment.learner_id, course=enrolment.course_id
    )
    before = completed.filter(pk__lt=enrolment.pk).order_by("-pk").values("pk")[:1]
    end = completed.filter(pk__gte=enrolment.pk).order_by("pk").values("pk")[:1]
    found = Attempt.objects.of_person(
        enrolment.learner_id, quiz.pk, after=Coalesce(Subquery(before), 0)
    ).annotate(cycle_end=Subquery(end))
    rows = [(each, each.cycle_end) for each in found]
    return Standing(
        quiz,
        attempts=tuple(a for a, last in rows if last is None or a.enrolment_id <= last),
        spent=tuple(a for a, _last in rows),
        completed_in=next((last for _a, last in rows), None),
    )


def _any_handed_in(attempts: list[Attempt]) -> bool:
    """Return whether one was handed in by hand, or with an answer when its time was up."""
    answered = Response.objects.filter(grading=OuterRef("pk")).exclude(
        state=ResponseState.UNANSWERED
    )
    first = Grading.objects.filter(attempt__in=attempts, number=1)
    return first.filter(Q(reason=GradingReason.SUBMITTED) | Exists(answered)).exists()
