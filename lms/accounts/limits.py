"""The limits of signing in, counted by our own table instead of allauth's use of the cache.

allauth keeps a list of moments for each limit in the cache: anybody who fills the cache pushes them
out, and one sign-in took sixty statements. Here each limit is one statement.
"""

from dataclasses import dataclass, field
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpRequest

from lms.web.limits import count_up, counted, forget, give_back


@dataclass
class Usage:
    """What one request has counted so far; allauth takes it back when nothing has failed."""

    keys: list[str] = field(default_factory=list)

    def rollback(self) -> None:
        for key in self.keys:
            give_back(key)


def consume(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    config: dict[str, str] | None = None,
    key: str | None = None,
    user: Any = None,
    dry_run: bool = False,
    limit_get: bool = False,
    raise_exception: bool = False,
) -> Usage | None:
    """Count one `action` for everything it is limited by; None when it is one too many.

    The person comes first: whoever is locked out does not count for the office they sit in.
    """
    usage = Usage()
    if request.method == "GET" and not limit_get:
        return usage
    for rate in _rates(app, action, config):
        name = ratelimit.get_cache_key(
            request, app=app, action=action, rate=rate, key=key, user=user
        )
        if dry_run:
            count = counted(name) + 1
        else:
            count = count_up(name, limit=rate.amount, seconds=rate.duration)
        if count > rate.amount:
            usage.rollback()
            if raise_exception:
                raise RateLimited
            return None
        if not dry_run:
            usage.keys.append(name)
    return usage


def clear(
    request: HttpRequest,
    *,
    app: str,
    action: str,
    config: dict[str, str] | None = None,
    key: str | None = None,
    user: Any = None,
) -> None:
    """Forget what counted for a person; for an address, only this once: others share it."""
    for rate in _rates(app, action, config):
        name = ratelimit.get_cache_key(
            request, app=app, action=action, rate=rate, key=key, user=user
        )
        if rate.per == "ip":
            give_back(name)
        else:
            forget(name)


def is_locked(request: HttpRequest, key: str) -> bool:
    """Return whether the failures of a person, who is `key`, have reached their limit."""
    app, action = "allauth.account", "login_failed"
    return any(
        counted(ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key))
        >= rate.amount
        for rate in _rates(app, action, None)
        if rate.per == "key"
    )


def mark_code_used(self: TOTP, code: str) -> bool:
    """Return whether a code of the authenticator app has not been used before."""
    # As long as a code is taken at all: its own period and those allowed before and after it.
    seconds = mfa_settings.TOTP_PERIOD * (1 + 2 * mfa_settings.TOTP_TOLERANCE)
    return count_up(self._get_used_cache_key(code), limit=1, seconds=seconds) == 1


def count_in_the_database() -> None:
    """Let allauth call the functions above instead of its own."""
    ratelimit.consume = consume
    ratelimit.clear = clear
    TOTP._mark_code_used = mark_code_used


def _rates(app: str, action: str, config: dict[str, str] | None) -> list[ratelimit.Rate]:
    rates = ratelimit.get_rates(app=app, action=action, config=config)
    return sorted(rates, key=lambda rate: rate.per == "ip")
