"""Answers posted after the session had ended: the new session knows what was kept for it."""

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from assessments.attempts.keeping import find_kept, keep
from assessments.attempts.models import KeptAnswers
from lms.web.throttle import client_network

SESSION_KEY = "kept_pages"
MAX_ATTEMPTS = 3


def keep_answers(request: HttpRequest, attempt_id: UUID, question: int) -> KeptAnswers | None:
    """Keep what was posted on a page of an attempt; None where it cannot be kept."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    known = dict(request.session.get(SESSION_KEY, {}))
    before = known.pop(str(attempt_id), None)
    kept = keep(
        attempt_id=attempt_id,
        question=question,
        body=data.urlencode(),
        network=client_network(request),
        replaces=UUID(before) if before else None,
        now=timezone.now(),
    )
    if kept is None:
        return None
    newest = dict(list(known.items())[-(MAX_ATTEMPTS - 1) :])
    request.session[SESSION_KEY] = {**newest, str(attempt_id): str(kept.pk)}
    return kept


def kept_for(request: HttpRequest, attempt_id: UUID) -> KeptAnswers | None:
    """Return what was kept for an attempt and this session."""
    known = request.session.get(SESSION_KEY, {}).get(str(attempt_id))
    return find_kept(UUID(known), attempt_id, timezone.now()) if known else None


def form_of(kept: KeptAnswers) -> QueryDict:
    return QueryDict(kept.body)


def forget_answers(request: HttpRequest, attempt_id: UUID) -> None:
    """Forget what was kept for an attempt: it has been posted again, or counted."""
    known = dict(request.session.get(SESSION_KEY, {}))
    pk = known.pop(str(attempt_id), None)
    if pk is not None:
        KeptAnswers.objects.filter(pk=pk, attempt=attempt_id).delete()
        request.session[SESSION_KEY] = known
