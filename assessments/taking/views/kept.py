"""Answers posted after the session had ended: kept in the new session until the sign-in."""

from uuid import UUID

from django.http import HttpRequest, QueryDict

SESSION_KEY = "kept_answers"
MAX_ATTEMPTS = 3
MAX_LENGTH = 200_000


def keep_answers(request: HttpRequest, attempt_id: UUID) -> bool:
    """Keep what was posted for an attempt; False where it is too much to keep."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    encoded = data.urlencode()
    if len(encoded) > MAX_LENGTH:
        return False
    kept = request.session.get(SESSION_KEY, {})
    kept.pop(str(attempt_id), None)
    newest = dict(list(kept.items())[-(MAX_ATTEMPTS - 1) :])
    request.session[SESSION_KEY] = {**newest, str(attempt_id): encoded}
    return True


def kept_answers(request: HttpRequest, attempt_id: UUID) -> QueryDict | None:
    """Return what was kept for an attempt."""
    encoded = request.session.get(SESSION_KEY, {}).get(str(attempt_id))
    return None if encoded is None else QueryDict(encoded)


def forget_answers(request: HttpRequest, attempt_id: UUID) -> None:
    """Forget what was kept for an attempt: it has been posted again."""
    kept = request.session.get(SESSION_KEY, {})
    if kept.pop(str(attempt_id), None) is not None:
        request.session[SESSION_KEY] = kept
