"""Saving one answer at a time: JSON in, JSON out, every refusal with a sentence."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.attempts.limits import count_other
from assessments.attempts.models import Attempt
from assessments.attempts.saving import flag_questions, save_answer
from assessments.exceptions import (
    AttemptClosed,
    InvalidAnswer,
    StaleSequence,
    TimeIsUp,
    TooManySaves,
)
from assessments.marking.gradings import submit_attempt
from assessments.taking.views.desk import remaining_seconds
from assessments.taking.views.signed_out import sign_in_url
from assessments.taking.views.tokens import token_is_valid
from assessments.words import AttemptState
from lms.web.refusals import answers_json

MAX_BODY = 50_000


@dataclass(frozen=True)
class Answer:
    """`sequence` is the last entry of the ledger that the page knows of."""

    slot: int
    answer: Any
    sequence: int


@dataclass(frozen=True)
class Flag:
    slot: int
    flagged: bool


@answers_json
@csrf_exempt  # checked below: the reply to a stale token brings a fresh one
@never_cache
@require_http_methods(["GET", "POST"])
def attempt_answer(request: HttpRequest, attempt_id: UUID) -> JsonResponse:
    """GET: the state of the attempt. POST {"slot", "answer", "sequence"} or {"slot", "flagged"}."""
    page = reverse("attempt", args=[attempt_id])
    if not request.user.is_authenticated:
        text = _("You were signed out. Your answers are kept on this device. Sign in to go on.")
        return _refusal(401, "signed_out", text, url=sign_in_url(page))
    own = Attempt.objects.for_learner(request.user)
    attempt = own.filter(pk=attempt_id).first()
    if attempt is None:
        return _refusal(404, "unknown", _("There is no such attempt."))
    if request.method == "GET":
        return JsonResponse(_state(attempt))
    if not token_is_valid(request):
        text = _("This page was open for a long time. Please try again.")
        return _refusal(403, "token", text, token=get_token(request))
    message = _parse(request.body)
    if message is None:
        return _refusal(400, "invalid", _("The answer could not be read."))
    try:
        return _take(attempt, message)
    except TooManySaves as many:
        reply = _refusal(429, "too_many", str(many.message), seconds=many.seconds)
        reply.headers["Retry-After"] = str(many.seconds)
        return reply


def _take(attempt: Attempt, message: Answer | Flag) -> JsonResponse:
    """Save what was sent, or say why not. Raises TooManySaves."""
    now = timezone.now()
    if isinstance(message, Flag):
        count_other(attempt, now)
        return _flag(attempt, message, now)
    reply, is_new = _save(attempt, message, now)
    if not is_new:
        count_other(attempt, now)
    return reply


def _flag(attempt: Attempt, message: Flag, now: dt.datetime) -> JsonResponse:
    try:
        flags = {message.slot: message.flagged}
        flagged = flag_questions(attempt=attempt, flags=flags, now=now)
    except (TimeIsUp, AttemptClosed) as over:
        return _closed(attempt, over)
    return JsonResponse({"flagged": flagged})


def _closed(attempt: Attempt, over: TimeIsUp | AttemptClosed) -> JsonResponse:
    if isinstance(over, TimeIsUp):
        submit_attempt(attempt=attempt)
    result = reverse("attempt_result", args=[attempt.pk])
    return _refusal(410, "closed", str(over.message), url=result)


def _save(attempt: Attempt, message: Answer, now: dt.datetime) -> tuple[JsonResponse, bool]:
    """Return the reply, and whether the ledger has grown by it."""
    try:
        event = save_answer(
            attempt=attempt,
            slot=message.slot,
            answer=message.answer,
            sequence=message.sequence,
            now=now,
        )
    except StaleSequence as stale:
        return _refusal(409, "stale", str(stale.message), sequence=stale.current), False
    except (TimeIsUp, AttemptClosed) as over:
        return _closed(attempt, over), False
    except InvalidAnswer:
        text = _("This answer does not fit the question. Please answer again.")
        return _refusal(422, "invalid", text), False
    state = {
        "sequence": event.sequence,
        "saved_at": date_format(timezone.localtime(event.answered_at), "TIME_FORMAT"),
        "remaining": remaining_seconds(attempt, timezone.now()),
    }
    return JsonResponse(state), event.answered_at == now


def _state(attempt: Attempt) -> dict[str, Any]:
    return {
        "sequence": attempt.last_sequence,
        "remaining": remaining_seconds(attempt, timezone.now()),
        "open": attempt.state == AttemptState.IN_PROGRESS,
    }


def _refusal(status: int, error: str, message: str, **more: Any) -> JsonResponse:
    return JsonResponse({"error": error, "message": message, **more}, status=status)


def _parse(body: bytes) -> Answer | Flag | None:
    """Return the message with its numbers checked, or None for anything else than one."""
    if len(body) > MAX_BODY:
        return None
    try:
        message = json.loads(body, parse_constant=_refuse, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or type(slot := message.get("slot")) is not int:
        return None
    if "flagged" in message:
        return Flag(slot, message["flagged"] is True)
    if type(sequence := message.get("sequence")) is not int:
        return None
    return Answer(slot, message.get("answer"), sequence)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found
