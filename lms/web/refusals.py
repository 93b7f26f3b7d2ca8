"""Errors that reach nobody's view: in the form the asker reads, and with a status that says when.

A database that is locked, away or full, and a disk that is full, pass: whoever asked is told to
ask again. Scripts get JSON, also where the view that would have written it was never reached.
"""

import errno
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_AFTER = 5  # seconds
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
PASSING = {*FULL_DISK, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
# PostgreSQL's names for a full disk, and for a table that is missing while somebody upgrades.
FULL_STATES, PASSING_STATES = {"53100"}, {"53100", "42P01", "25006"}
View = Callable[..., HttpResponseBase]


def answers_json(view: View) -> View:
    """Mark a view whose askers are scripts: errors on the way to it are JSON, too."""
    view.answers_json = True  # type: ignore[attr-defined]
    return view


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view has caught: 503 or 507 for what passes, 500 for a fault of ours."""
    status = status_of(sys.exc_info()[1])
    if not wants_json(request):
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return defaults.server_error(request)
        return _again_later(render(None, "503.html", status=status))
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return _json(status, "error", _("Something went wrong on our side. Please try again."))
    text = _("The server cannot save right now. Please wait, it is tried again.")
    return _again_later(_json(status, "unavailable", text))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_json(request):
        return _json(HTTPStatus.BAD_REQUEST, "invalid", _("The answer could not be read."))
    return defaults.bad_request(request, exception)


def status_of(error: BaseException | None) -> HTTPStatus:
    """Return what an error means for whoever asked."""
    state = getattr(error.__cause__ if error else None, "sqlstate", None)
    if isinstance(error, OSError) and error.errno in PASSING:
        is_full = error.errno in FULL_DISK
    elif isinstance(error, OperationalError | InterfaceError | InternalError):
        is_full = state in FULL_STATES or "disk is full" in str(error)
    elif state in PASSING_STATES:
        is_full = state in FULL_STATES
    else:
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus.INSUFFICIENT_STORAGE if is_full else HTTPStatus.SERVICE_UNAVAILABLE


def wants_json(request: HttpRequest) -> bool:
    if (
        request.content_type == "application/json"
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
    ):
        return True
    if request.headers.get("Accept", "").startswith("application/json"):
        return True
    try:
        return bool(getattr(resolve(request.path_info).func, "answers_json", False))
    except Http404:
        return False


def _json(status: HTTPStatus, error: str, message: str) -> JsonResponse:
    answer: dict[str, Any] = {"error": error, "message": message}
    return JsonResponse(answer, status=status)


def _again_later(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
