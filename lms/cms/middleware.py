"""What holds for every request of the CMS: queries that can be looked up, refusals in words."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from lms.core.publishing import PublishingRefused

# More digits than the largest number a database holds.
TOO_LONG = re.compile(r"-?\d{19,}")
IDENTIFIER = re.compile(r"\d{1,18}")


class CMSQueryMiddleware:
    """Refuses queries of the CMS that none of its pages asks: it would look them up unchecked.

    These are a NUL, a number no database holds, and an identifier that is no number.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if match is None or not match.route.startswith("cms/"):
            return
        for name, values in request.GET.lists():
            if name == "next":
                # Nothing looks it up: whoever leads there checks it and goes home instead.
                continue
            if any("\x00" in value for value in values):
                raise BadRequest(f"NUL in {name}")
            # Digits are also words that may be searched for.
            if name != "q" and any(TOO_LONG.fullmatch(value.strip()) for value in values):
                raise BadRequest(f"{name} is out of range")
        identifiers = [value for value in request.GET.getlist("collection_id") if value]
        if (match.url_name or "").endswith("chosen_multiple"):
            identifiers += request.GET.getlist("id")
        if not all(map(IDENTIFIER.fullmatch, identifiers)):
            raise BadRequest("an identifier is no number")


class PublishingRefusedMiddleware:
    """Shows the sentence of a refusal above the page one came from; nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishingRefused):
            return None
        messages.error(request, str(exception))
        back: str = get_valid_next_url_from_request(request) or reverse(
            "wagtailadmin_pages:edit", args=[exception.page.pk]
        )
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The dialogue in which an approver comments goes where this answer says.
            answer: dict[str, Any] = {"step": "success", "redirect": back}
            return JsonResponse(answer)
        return redirect(back)
