"""How often somebody may ask for what is costly or could be walked."""

import ipaddress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.web.limits import count_up

WINDOW = 60  # seconds
# One home or office has a whole network of this size: its addresses count as one.
IPV6_PREFIX = 64


def asks_too_often(who: str, limit: int) -> bool:
    """Count one more request of `who`; return whether that is more than `limit` in the minute."""
    return count_up(f"asked:{who}", limit=limit, seconds=WINDOW) > limit


def too_often(request: HttpRequest, text: str) -> HttpResponse:
    """Return the page that says so in a sentence, and when to ask again."""
    response = render(request, "too_often.html", {"text": text}, status=429)
    response.headers["Retry-After"] = str(WINDOW)
    return response


def client_network(request: HttpRequest) -> str:
    """Return who asks, as limits count it: an IPv4 address, or the network of an IPv6 address."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks; empty where there is none, as behind a local socket.

    The forwarding header counts only as far as our own proxies wrote it: each adds the address it
    was asked from, so that what the client itself claims stands before those.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "")
    if not proxies or not forwarded:
        return _plain(request.META.get("REMOTE_ADDR", ""))
    addresses = forwarded.split(",")
    if len(addresses) < proxies:
        raise ImproperlyConfigured("PROXY_COUNT is larger than X-Forwarded-For has addresses")
    return _plain(addresses[-proxies])


def _plain(written: str) -> str:
    """Return an address without port and brackets, IPv4 in its usual form; empty if it is none."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
