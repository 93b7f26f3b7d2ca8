"""What somebody sees whose document is not drawn, or not yet: one page for all of the site."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from lms.documents.pdf.exceptions import NoPlaceNow, NotDrawn

# Seconds until a page asks again, so that not all who wait come at once.
SOONEST, LATEST = 4, 8


class DocumentsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if not isinstance(exception, NotDrawn):
            return None
        waits = isinstance(exception, NoPlaceNow)
        context = {"text": str(exception), "waits": waits}
        response = render(request, "documents/not_drawn.html", context, status=503)
        response["Cache-Control"] = "no-store"
        if waits:
            seconds = str(SOONEST + secrets.randbelow(LATEST - SOONEST + 1))
            response["Retry-After"] = response["Refresh"] = seconds
        return response
