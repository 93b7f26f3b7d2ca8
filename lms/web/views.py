"""Pages that belong to no room: health, files, a form that went stale."""

from typing import Any

import structlog
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.web.files import audience_of, may_have, serve
from lms.web.health import troubles

PROXY_HEADERS = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
logger = structlog.get_logger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: what people send can be kept; 503 otherwise, with the reasons for operators alone."""
    found = troubles()
    if not found:
        return JsonResponse({"ready": True})
    logger.error("not_ready", reasons=found)
    answer: dict[str, Any] = {"ready": False}
    if _asks_on_this_machine(request):
        answer["reasons"] = found
    return JsonResponse(answer, status=503)


def _asks_on_this_machine(request: HttpRequest) -> bool:
    """Return whether no proxy stands between: from outside, everybody comes by one."""
    came_by_proxy = any(name in request.headers for name in PROXY_HEADERS)
    return not came_by_proxy and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


@require_safe
def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture or recording of the library; 404 for what is not there or not for this person."""
    audience = audience_of(path)
    if audience is None or not may_have(request.user, audience):
        raise Http404
    try:
        return serve(request, default_storage, path, audience)
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise Http404 from missing


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in one sentence what happened and what to do, instead of Django's English page."""
    return render(request, "403_csrf.html", status=403)
