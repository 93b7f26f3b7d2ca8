"""The queue before the site when more come than it can serve: see `lms.web.queue` for its rules.

Saving and handing in never wait. Forms that were sent, and pages of a running attempt, wait for
their turn and are never refused. Other pages may be answered with "please wait", which costs next
to nothing and opens the page by itself later.
"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from lms.web.queue import Door, Wait

COOKIE = "queue"
SIGNER = signing.Signer(salt="lms.web.admission")
# How long a ticket, or the right to come in that it has become, is remembered: seconds.
TICKET_FOR = 3600
# Nobody reads the answer any more: as long as the proxy of deploy/nginx.conf waits for it.
GIVEN_UP_AFTER = 75.0
GetResponse = Callable[[HttpRequest], HttpResponseBase]

_priority_addresses: set[str] = set()


def register_priority_addresses(*prefixes: str) -> None:
    """Let nobody be refused below these, and what is sent there not even wait."""
    _priority_addresses.update(prefixes)


class AdmissionMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.door = Door(places=settings.LMS_WEB_PLACES, line=settings.LMS_WEB_LINE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _goes_first(request):
            return self.get_response(request)
        arrived, has_ticket = _ticket_of(request)
        if _may_be_refused(request):
            is_inside = _is_inside(request)
            wait = (
                self.door.wait_for_insider()
                if is_inside
                else self.door.wait_for_newcomer(arrived, has_ticket=has_ticket)
            )
            if wait is not None:
                return _please_wait(request, wait, None if is_inside else arrived)
        with self.door.place():
            if _has_given_up(request):
                return _please_wait(request, Wait(0, 2), None)
            response = self.get_response(request)
        if has_ticket and not _is_inside(request):
            _set_cookie(request, response, f"in:{time.time():.3f}")
        return response


def _goes_first(request: HttpRequest) -> bool:
    path = request.path_info
    if path in ("/healthz", "/readyz"):
        return True
    return request.method == "POST" and path.startswith(tuple(_priority_addresses))


def _may_be_refused(request: HttpRequest) -> bool:
    """Return whether a page was asked for, which can be asked for again: no form, no picture."""
    return (
        request.method == "GET"
        and "text/html" in request.headers.get("Accept", "")
        and not request.path_info.startswith(tuple(_priority_addresses))
    )


def _is_inside(request: HttpRequest) -> bool:
    """Return whether somebody has come in before, or has to sign in to go on with an attempt."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return True
    if request.GET.get("next", "").startswith(tuple(_priority_addresses)):
        return True
    return _cookie_of(request).startswith("in:")


def _ticket_of(request: HttpRequest) -> tuple[float, bool]:
    """Return when somebody came, and whether a ticket says so; now and False without one."""
    kind, _colon, moment = _cookie_of(request).partition(":")
    if kind == "at":
        return float(moment), True
    # Never twice the same, so that a time stands for one person.
    return round(time.time() + secrets.randbelow(1000) / 1e6, 6), False


def _cookie_of(request: HttpRequest) -> str:
    """Return what this site wrote into the cookie within the last hour, or nothing."""
    try:
        value = SIGNER.unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""
    moment = float(value.partition(":")[2])
    return value if time.time() - moment < TICKET_FOR else ""


def _has_given_up(request: HttpRequest) -> bool:
    """Return whether the proxy says that it has been waiting for longer than it does."""
    began = request.headers.get("X-Request-Start", "").removeprefix("t=")
    try:
        return time.time() - float(began) > GIVEN_UP_AFTER
    except ValueError:
        return False


def _please_wait(request: HttpRequest, wait: Wait, arrived: float | None) -> HttpResponseBase:
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        response = render(request, "please_wait.html", {"ahead": wait.ahead}, status=503)
    response["Content-Language"] = known
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(wait.seconds)
    if request.method == "GET":
        response["Refresh"] = str(wait.seconds)
    if arrived is not None:
        _set_cookie(request, response, f"at:{arrived:.6f}")
    return response


def _set_cookie(request: HttpRequest, response: HttpResponseBase, value: str) -> None:
    response.set_cookie(
        COOKIE,
        SIGNER.sign(value),
        max_age=TICKET_FOR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
