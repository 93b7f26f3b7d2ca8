"""What the page of a quiz shows: its rules in plain words, past attempts, whether one may start."""

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from assessments.attempts.models import Attempt
from assessments.attempts.rules import CountedResult, moment
from assessments.attempts.standing import Standing, standing
from assessments.exceptions import AttemptRefused, NotEnoughQuestions
from assessments.papers.shortage import shortage_text
from assessments.quizzes.models import QuizPage
from assessments.taking.forms import AttemptForm
from assessments.taking.presentation import QuestionView, question_views, questions_of
from assessments.words import FeedbackRelease, GradingMethod, QuizPurpose
from lms.enrolments.access import AccessDecision, AccessReason, may_open
from lms.enrolments.outline import CourseOutline, OutlineActivity
from lms.enrolments.presentation import Place, place_of

FEEDBACK = {
    FeedbackRelease.AFTER_SUBMISSION: gettext_lazy("After handing in"),
    FeedbackRelease.AFTER_PASS_OR_LAST: gettext_lazy("After passing, or after your last attempt"),
    FeedbackRelease.AFTER_CLOSE: gettext_lazy("After the quiz has closed"),
    FeedbackRelease.NEVER: gettext_lazy("Not shown; you see your result only"),
}


@dataclass(frozen=True)
class Sample:
    """A paper as a learner might get it, for the trainer; nothing of it is stored."""

    questions: list[QuestionView]
    problem: str = ""


@dataclass(frozen=True)
class PastRow:
    attempt: Attempt
    percent: Decimal


@dataclass(frozen=True)
class QuizView:
    """What one reader finds on the page of a quiz. A trainer gets a sample, a learner the rest."""

    facts: list[tuple[str, str]]
    access: AccessDecision | None = None
    sample: Sample | None = None
    attempts: tuple[PastRow, ...] = ()
    running: Attempt | None = None
    is_over: bool = False  # the running attempt has passed its deadline
    counted: CountedResult | None = None
    refusal: AttemptRefused | None = None
    after: OutlineActivity | None = None
    # None in a preview.
    place: Place | None = None
    # The next that may be opened, for whoever leaves this quiz out.
    go_on: OutlineActivity | None = None
    is_done: bool = False
    may_skip: bool = False
    # What was earned before the course was given up and taken up again, and does not count yet.
    to_count: bool = False


def quiz_view(request: HttpRequest, quiz: QuizPage, now: dt.datetime) -> QuizView:
    if getattr(request, "is_preview", False):
        return QuizView(rules_of(quiz), sample=sample_of(quiz))
    access = may_open(request.user, quiz)
    if access.reason == AccessReason.EDITOR:
        place = place_of(request, access, quiz.pk)
        return QuizView(rules_of(quiz), access, sample_of(quiz), place=place)
    enrolment = access.enrolment
    found = standing(quiz, enrolment) if enrolment else Standing(quiz, (), ())
    running = found.running
    return QuizView(
        facts=rules_of(quiz, found),
        access=access,
        attempts=tuple(
            PastRow(a, (a.fraction or Decimal(0)) * 100) for a in reversed(found.graded)
        ),
        running=running,
        is_over=running is not None and running.is_expired(now),
        counted=found.counted,
        refusal=found.refusal(now) if access.allowed else None,
        after=access.outline.neighbours(quiz.pk)[1] if access.outline is not None else None,
        to_count=_waits_to_count(access, found),
        place=place_of(request, access, quiz.pk),
        go_on=way_on(access.outline, quiz.pk) if access.outline is not None else None,
        is_done=access.activity is not None and access.activity.is_done,
        # Who has begun hands in or gives up by themselves: nothing leads away from a running one.
        may_skip=access.allowed and running is None and not quiz.required,
    )


def way_on(outline: CourseOutline, page_id: int) -> OutlineActivity | None:
    """Return the next activity after one that may be opened, else the next step of the course."""
    activities = outline.activities
    place = next((n for n, each in enumerate(activities, 1) if each.pk == page_id), 0)
    after = next((each for each in activities[place:] if not each.is_locked), None)
    step = outline.next_activity
    return after or (step if step is not None and step.pk != page_id else None)


def _waits_to_count(access: AccessDecision, found: Standing) -> bool:
    enrolment, outline = access.enrolment, access.outline
    if not access.allowed or enrolment is None or outline is None or not enrolment.is_open:
        return False
    activity = outline.find(found.quiz.pk)
    return activity is not None and not activity.is_done and bool(found.past) and found.is_earned


def rules_of(quiz: QuizPage, found: Standing | None = None) -> list[tuple[str, str]]:
    """Return the rules as (term, text), in words a learner understands before starting."""
    left = (found or Standing(quiz, (), ())).left
    count = sum(item.count if item.bank_id else 1 for item in quiz.items.all())
    facts = [
        (_("Questions"), str(count)),
        (_("Time limit"), _time_limit(quiz)),
        (_("To pass"), _("at least %(percent)d%% of the marks") % {"percent": quiz.pass_mark}),
        (_("Attempts"), _attempts_text(quiz, left)),
    ]
    if quiz.wait_hours:
        hours = ngettext("%(count)d hour", "%(count)d hours", quiz.wait_hours)
        facts.append((_("Wait between attempts"), hours % {"count": quiz.wait_hours}))
    if quiz.opens_at or quiz.closes_at:
        facts.append((pgettext("period of a quiz", "Open"), _window(quiz.opens_at, quiz.closes_at)))
    if quiz.attempts_allowed != 1 and quiz.purpose != QuizPurpose.PRACTICE:
        facts.append((_("What counts"), str(GradingMethod(quiz.grading_method).label)))
    facts.append((_("Right answers shown"), str(FEEDBACK[FeedbackRelease(quiz.feedback_release)])))
    return facts


def sample_of(quiz: QuizPage) -> Sample:
    try:
        paper = quiz.draw_paper(random.SystemRandom())
    except NotEnoughQuestions as error:
        return Sample([], shortage_text(error))
    form = AttemptForm(questions_of(paper), answers={}, flagged=[], sequence=0)
    for field in form.fields.values():
        field.disabled = True
    return Sample(question_views(form, {}))


def _time_limit(quiz: QuizPage) -> str:
    if quiz.time_limit_minutes is None:
        return _("none")
    minutes = ngettext("%(count)d minute", "%(count)d minutes", quiz.time_limit_minutes)
    return minutes % {"count": quiz.time_limit_minutes}


def _attempts_text(quiz: QuizPage, left: int | None) -> str:
    if left is None:
        return _("as many as you like")
    return _("%(left)d of %(allowed)d left") % {"left": left, "allowed": quiz.attempts_allowed}


def _window(opens_at: dt.datetime | None, closes_at: dt.datetime | None) -> str:
    if opens_at and closes_at:
        times = {"start": moment(opens_at), "end": moment(closes_at)}
        return _("from %(start)s to %(end)s") % times
    if opens_at:
        return _("from %(start)s") % {"start": moment(opens_at)}
    return _("until %(end)s") % {"end": moment(closes_at)} if closes_at else ""
