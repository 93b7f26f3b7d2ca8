"""Answering: the page with the questions, as a plain form that works without scripts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.attempts import ledger
from assessments.attempts.keeping import lifetime
from assessments.attempts.models import AnswerEvent, Attempt
from assessments.attempts.rules import moment
from assessments.attempts.saving import flag_questions, save_answers
from assessments.exceptions import AttemptClosed, StaleSequence, TimeIsUp, TooManySaves
from assessments.marking.gradings import count_arrived, submit_attempt
from assessments.papers.paper import Paper
from assessments.taking.forms import AttemptForm
from assessments.taking.presentation import palette_items, question_views, questions_of
from assessments.taking.views.going_on import (
    hand_in_what_is_there,
    save_what_was_kept,
    sign_in_with_answers,
)
from assessments.taking.views.kept import forget_answers, form_of, keep_answers, kept_for
from assessments.taking.views.tokens import token_is_valid
from assessments.words import AttemptState, QuizLayout
from lms.accounts.models import User


@dataclass
class Desk:
    """A running attempt as one request finds it."""

    attempt: Attempt
    current: int  # the question in view, from 1
    now: dt.datetime = field(default_factory=timezone.now)

    @cached_property
    def paper(self) -> Paper:
        return Paper.from_json(self.attempt.paper)

    @cached_property
    def events(self) -> list[AnswerEvent]:
        return list(self.attempt.events.order_by("sequence"))

    @property
    def answers(self) -> dict[int, Any]:
        return ledger.answers_of(self.events)

    @property
    def sequence(self) -> int:
        return self.events[-1].sequence if self.events else 0

    @property
    def one_a_page(self) -> bool:
        return self.attempt.quiz.layout == QuizLayout.ONE

    @property
    def remaining(self) -> float | None:
        return remaining_seconds(self.attempt, self.now)

    def form(self, data: Mapping[str, Any] | None = None) -> AttemptForm:
        only = {self.current} if self.one_a_page else None
        return AttemptForm(
            questions_of(self.paper, only),
            data,
            answers=self.answers,
            flagged=self.attempt.flagged,
            sequence=self.sequence,
        )

    def url(self, question: int | None = None) -> str:
        url = reverse("attempt", args=[self.attempt.pk])
        return f"{url}?q={question or self.current}" if self.one_a_page else url

    def place(self, question: int) -> str:
        """Return the address of one question, wherever the layout puts it."""
        return self.url(question) if self.one_a_page else f"{self.url()}#q{question}"


def remaining_seconds(attempt: Attempt, now: dt.datetime) -> float | None:
    if attempt.deadline is None:
        return None
    return round(max(0.0, (attempt.deadline - now).total_seconds()), 1)


def learner_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    """Return the visitor's own attempt, or 404 as for one that does not exist."""
    own = Attempt.objects.for_learner(cast(User, request.user))
    own = own.select_related("quiz", "enrolment")
    return get_object_or_404(own, pk=attempt_id)


@csrf_exempt  # checked below, so that the answers of a stale page come back instead of an error
@never_cache
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return _signed_out(request, attempt_id)
    found = learner_attempt(request, attempt_id)
    if found.state == AttemptState.GRADED:
        return redirect("attempt_result", found.pk)
    desk = Desk(found, _question_asked_for(request, found))
    if request.method == "POST":
        if found.is_expired(desk.now):
            return _time_is_up(request, found)
        forget_answers(request, found.pk)
        return _save(request, desk, request.POST, valid=token_is_valid(request))
    if found.is_expired(desk.now):
        return hand_in_what_is_there(request, found.pk)
    kept = kept_for(request, found.pk)
    return _render(request, desk) if kept is None else save_what_was_kept(request, form_of(kept))


def _save(request: HttpRequest, desk: Desk, data: QueryDict, *, valid: bool) -> HttpResponse:
    form = desk.form(_without_cleared(data))
    complete = form.is_valid()
    if not valid:
        text = _(
            "This page was open for a long time. Your answers are still here: save them again."
        )
        return _render(request, desk, form, notice=text, status=403)
    try:
        save_answers(attempt=desk.attempt, answers=form.answers, sequence=form.known_sequence)
        flag_questions(attempt=desk.attempt, flags=form.flags)
    except StaleSequence as stale:
        return _render(request, desk, form, stale=stale, status=409)
    except TooManySaves as many:
        return _render(request, desk, form, notice=str(many.message), status=429)
    except TimeIsUp:
        return _time_is_up(request, desk.attempt)
    except AttemptClosed as closed:
        messages.info(request, str(closed.message))
        return redirect("attempt_result", desk.attempt.pk)
    if not complete:
        fresh = Desk(Attempt.objects.select_related("quiz").get(pk=desk.attempt.pk), desk.current)
        return _render(request, fresh, fresh.form(_with_sequence(data, fresh.sequence)), status=422)
    return redirect(_destination(desk, data.get("go", "")))


def _destination(desk: Desk, go: str) -> str:
    last = len(desk.paper.slots)
    if go == "review":
        return reverse("attempt_review", args=[desk.attempt.pk])
    if go == "next":
        return desk.url(min(desk.current + 1, last))
    if go == "previous":
        return desk.url(max(desk.current - 1, 1))
    command, _sep, number = go.partition("-")
    target = int(number) if number.isascii() and number.isdigit() else desk.current
    target = max(1, min(target, last))
    if command == "to" and desk.one_a_page:
        return desk.url(target)
    anchor = f"#q{target}" if command in ("to", "clear") else ""
    return desk.url() + anchor


def _without_cleared(data: QueryDict) -> QueryDict:
    command, _sep, number = data.get("go", "").partition("-")
    if command != "clear":
        return data
    data = data.copy()
    data.pop(f"q{number}", None)
    return data


def _with_sequence(given: Mapping[str, Any], sequence: int) -> QueryDict:
    data = cast(QueryDict, given).copy()
    data["sequence"] = str(sequence)
    return data


def _render(
    request: HttpRequest,
    desk: Desk,
    form: AttemptForm | None = None,
    *,
    notice: str = "",
    stale: StaleSequence | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or desk.form()
    if form.is_bound:
        # Saving what is on the page again is the learner's decision, made with both in view.
        form.data = _with_sequence(form.data, desk.sequence)
    answers = desk.answers
    context = {
        "attempt": desk.attempt,
        "quiz": desk.attempt.quiz,
        "form": form,
        "questions": question_views(form, answers),
        "palette": palette_items(
            desk.paper, answers, desk.attempt.flagged, desk.current if desk.one_a_page else None
        ),
        "one_a_page": desk.one_a_page,
        "current": desk.current,
        "total": len(desk.paper.slots),
        "answered": len(answers),
        "saved_at": desk.events[-1].answered_at if desk.events else None,
        "remaining": desk.remaining,
        "sequence": desk.sequence,
        "notice": notice,
        "stale": stale,
        "this_url": desk.url(),
        "breadcrumbs": desk.attempt.quiz.breadcrumbs_below(request),
    }
    return render(request, "assessments/attempt.html", context, status=status)


def _question_asked_for(request: HttpRequest, found: Attempt) -> int:
    return max(1, min(_asked(request), len(Paper.from_json(found.paper).slots)))


def _asked(request: HttpRequest) -> int:
    asked = request.GET.get("q", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def count_what_was_kept(request: HttpRequest, found: Attempt) -> None:
    """Let answers count that arrived before the end while nobody was signed in, and say so."""
    kept = kept_for(request, found.pk)
    if kept is None:
        return
    form = Desk(found, kept.question).form(_without_cleared(form_of(kept)))
    form.is_valid()
    counted = count_arrived(
        attempt=found,
        answers=form.answers,
        sequence=form.known_sequence,
        arrived_at=kept.received_at,
    )
    if counted:
        messages.success(
            request, _("What you sent before the end, while you were signed out, was counted.")
        )
    else:
        messages.warning(
            request,
            _(
                "What you sent while you were signed out was not counted: newer answers had been "
                "saved, or you had handed in."
            ),
        )
    forget_answers(request, found.pk)


def _time_is_up(request: HttpRequest, found: Attempt) -> HttpResponse:
    count_what_was_kept(request, found)
    submit_attempt(attempt=found)
    messages.info(request, str(TimeIsUp().message))
    return redirect("attempt_result", found.pk)


def sign_in_url(next_url: str) -> str:
    return redirect_to_login(next_url).url


def _signed_out(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Keep posted answers and ask to sign in; say that they are kept only where they are."""
    if request.method == "GET":
        return redirect(sign_in_url(request.get_full_path()))
    if not token_is_valid(request):
        return sign_in_with_answers(request)
    kept = keep_answers(request, attempt_id, max(1, _asked(request)))
    if kept is not None:
        text = _(
            "You were signed out. Your answers have arrived and are kept until %(time)s: sign in, "
            "and they count."
        ) % {"time": moment(kept.received_at + lifetime())}
    else:
        text = _(
            "You were signed out, and what you sent could not be kept. Sign in, then go back to "
            "the page with your answers and save it again."
        )
    messages.warning(request, text)
    return redirect(sign_in_url(request.get_full_path()))
