"""What holds for every request: no copy of a personal page, no address that cannot be looked up."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers


class PrivatePagesMiddleware:
    """Keeps pages of signed-in people out of every cache, the browser's own included.

    After signing out, the Back button then asks the server again instead of showing the page.
    A view that sets `Cache-Control` itself, as pictures do, is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if "Cache-Control" in response or user is None:
            return response
        if user.is_authenticated or request.path_info.startswith("/accounts/"):
            response["Cache-Control"] = "no-store, private"
        else:
            # The language cookie changes the page, so that a shared cache must ask each time.
            response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ("Cookie",))
        return response


class AddressMiddleware:
    """Finds nothing at an address with a NUL: PostgreSQL would refuse to look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


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
