"""What holds for every request: no copy of a personal page, no address that cannot be looked up."""

from collections.abc import Callable

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
