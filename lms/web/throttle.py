"""How often somebody may ask for what is costly or could be walked."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WINDOW = 60  # seconds


def asks_too_often(who: str, limit: int) -> bool:
    """Count one more request of `who`; return whether that is more than `limit` in the minute."""
    key = f"asked:{who}:{int(time.time()) // WINDOW}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        asked = cache.incr(key)
    except ValueError:  # dropped from the cache between the two lines
        return False
    return asked > limit


def too_often(request: HttpRequest, text: str) -> HttpResponse:
    """Return the page that says so in a sentence, and when to ask again."""
    response = render(request, "too_often.html", {"text": text}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def client_address(request: HttpRequest) -> str:
    """Return who asks. A forwarding header counts only as far as our own proxies wrote it."""
    proxies = int(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0))
    forwarded = [p.strip() for p in request.headers.get("X-Forwarded-For", "").split(",") if p]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
