"""Answering: the page with the questions, as a plain form that works without scripts."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.attempts.models import Attempt
from assessments.attempts.saving import flag_questions, save_answers
from assessments.exceptions import AttemptClosed, StaleSequence, TimeIsUp, TooManySaves
from assessments.marking.gradings import submit_attempt
from assessments.papers.paper import Paper
from assessments.taking.forms import AttemptForm
from assessments.taking.presentation import palette_items, question_views
from assessments.taking.views.desk import Desk, learner_attempt, number_asked_for, without_cleared
from assessments.taking.views.going_on import hand_in_what_is_there, save_what_was_kept
from assessments.taking.views.kept import forget_answers, form_of, kept_for
from assessments.taking.views.signed_out import count_what_was_kept, keep_and_sign_in
from assessments.taking.views.tokens import token_is_valid
from assessments.words import AttemptState


@csrf_exempt  # checked below, so that the answers of a stale page come back instead of an error
@never_cache
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return keep_and_sign_in(request, attempt_id)
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
    form = desk.form(without_cleared(data))
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


def _time_is_up(request: HttpRequest, found: Attempt) -> HttpResponse:
    count_what_was_kept(request, found)
    submit_attempt(attempt=found)
    messages.info(request, str(TimeIsUp().message))
    return redirect("attempt_result", found.pk)


def _question_asked_for(request: HttpRequest, found: Attempt) -> int:
    return max(1, min(number_asked_for(request), len(Paper.from_json(found.paper).slots)))


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
