"""What the page of a quiz shows: its rules in plain words, past attempts, whether one may start."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from assessments.drawing import Line, draw_paper, picks_for
from assessments.exceptions import NotEnoughQuestions
from assessments.forms import AttemptForm
from assessments.models import Attempt, FeedbackRelease, GradingMethod, QuizPage, QuizPurpose
from assessments.paper import choose
from assessments.presentation import QuestionView, question_views, questions_of
from assessments.rules import attempts_left, counted_result, moment, start_refusal
from assessments.services.gradings import close_if_expired
from lms.enrolments.access import AccessReason, may_open

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


def quiz_context(request: HttpRequest, quiz: QuizPage) -> dict[str, Any]:
    """Return the template's variables; an attempt whose time is up is graded on the way."""
    now = timezone.now()
    if getattr(request, "is_preview", False):
        return {"facts": rules_of(quiz, []), "sample": sample_of(quiz), "previewed": True}
    access = may_open(request.user, quiz)
    context: dict[str, Any] = {"access": access, "course": access.course}
    if access.reason == AccessReason.EDITOR:
        return {**context, "facts": rules_of(quiz, []), "sample": sample_of(quiz)}
    enrolment = access.enrolment
    attempts = _attempts(quiz, enrolment.pk, now) if enrolment else []
    graded = [attempt for attempt in attempts if attempt.fraction is not None]
    past = [attempt.as_past() for attempt in graded]
    context["facts"] = rules_of(quiz, graded)
    context["attempts"] = [
        {"attempt": a, "percent": (a.fraction or 0) * 100} for a in reversed(graded)
    ]
    context["running"] = next((a for a in attempts if a.fraction is None), None)
    context["counted"] = counted_result(past, quiz.grading_method)
    context["refusal"] = start_refusal(quiz, past, now) if access.allowed else None
    context["outline"] = access.outline
    if access.outline is not None:
        context["before"], context["after"] = access.outline.neighbours(quiz.pk)
    return context


def rules_of(quiz: QuizPage, graded: Sequence[Attempt]) -> list[tuple[str, str]]:
    """Return the rules as (term, text), in words a learner understands before starting."""
    count = sum(item.count if item.bank_id else 1 for item in quiz.items.all())
    facts = [
        (_("Questions"), str(count)),
        (_("Time limit"), _time_limit(quiz)),
        (_("To pass"), _("at least %(percent)d%% of the marks") % {"percent": quiz.pass_mark}),
        (_("Attempts"), _attempts_text(quiz, len(graded))),
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
    items = sorted(quiz.items.all(), key=lambda item: item.sort_order or 0)
    try:
        paper = draw_paper(quiz, items, random.SystemRandom())
    except NotEnoughQuestions as error:
        return Sample([], shortage_text(error))
    form = AttemptForm(questions_of(paper), answers={}, flagged=[], sequence=0)
    for field in form.fields.values():
        field.disabled = True
    return Sample(question_views(form, {}))


def quiz_shortage(quiz: QuizPage) -> str:
    """Return the sentence why no paper can be drawn for a quiz now; empty if one can."""
    items = sorted(quiz.items.all(), key=lambda item: item.sort_order or 0)
    return shortage_of([Line.of(item) for item in items])


def shortage_of(lines: Sequence[Line]) -> str:
    """Return the sentence why no paper can be drawn from the lines of a quiz; empty if one can."""
    if not lines:
        return _("Add at least one question or draw.")
    try:
        choose(picks_for(lines), random.SystemRandom())
    except NotEnoughQuestions as error:
        return shortage_text(error)
    return ""


def shortage_text(error: NotEnoughQuestions) -> str:
    return _(
        "Line %(line)d of the questions asks for %(wanted)d, but only %(available)d are ready "
        "and not used by another line. Write or publish more questions, or ask for fewer."
    ) % {"line": error.pick + 1, "wanted": error.wanted, "available": error.available}


def _attempts(quiz: QuizPage, enrolment_id: int, now: dt.datetime) -> list[Attempt]:
    attempts = Attempt.objects.filter(enrolment=enrolment_id, quiz=quiz).order_by("number")
    found = list(attempts)
    if any(close_if_expired(attempt=attempt, now=now) for attempt in found):
        found = list(attempts.all())
    return found


def _time_limit(quiz: QuizPage) -> str:
    if quiz.time_limit_minutes is None:
        return _("none")
    minutes = ngettext("%(count)d minute", "%(count)d minutes", quiz.time_limit_minutes)
    return minutes % {"count": quiz.time_limit_minutes}


def _attempts_text(quiz: QuizPage, taken: int) -> str:
    left = attempts_left(quiz, taken)
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
