"""Checking the CSRF token inside a view, so that a stale one costs nobody an answer.

The views of an attempt are exempt from Django's middleware and call `token_is_valid` before
anything changes; where it says no, they send the posted answers back with a fresh token.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def token_is_valid(request: HttpRequest) -> bool:
    check = _Check(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None
