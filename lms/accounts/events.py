"""Security events: rows with a retention, written by whatever lets people in or shows records.

A row never holds what was typed: a password is easily typed as a name.
"""

import datetime as dt

from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lms.accounts.models import EventKind, SecurityEvent, User
from lms.core.batches import remove_in_batches
from lms.web.limits import count_up
from lms.web.throttle import client_address, client_network

# Failures of one network that are kept in an hour: nobody fills the table by guessing.
FAILURES_PER_HOUR = 300
# Within this time one look at a person counts once.
ONE_LOOK = dt.timedelta(hours=1)
BATCH = 1000


def record_event(
    kind: EventKind,
    *,
    account: User | None = None,
    actor: User | None = None,
    detail: str = "",
    now: dt.datetime | None = None,
) -> SecurityEvent:
    """Add one event; who did it and from where is read from the request that is being answered."""
    request: HttpRequest | None = context.request
    if actor is None and request is not None:
        actor = user_of(request)
    return SecurityEvent.objects.create(
        kind=kind,
        happened_at=now or timezone.now(),
        account=account,
        actor=actor,
        address=client_address(request) if request is not None else "",
        detail=detail[:200],
    )


def user_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def record_failure(request: HttpRequest, kind: EventKind, account: User | None) -> None:
    """Add a failed step of signing in, up to a limit for each network."""
    key = f"failures-kept:{client_network(request)}"
    if count_up(key, limit=FAILURES_PER_HOUR, seconds=3600) <= FAILURES_PER_HOUR:
        record_event(kind, account=account)


def record_view(*, viewer: User, person: User, now: dt.datetime | None = None) -> None:
    """Note that staff opened the record of somebody, who can read that on their account page."""
    now = now or timezone.now()
    if viewer.pk == person.pk:
        return
    looks = SecurityEvent.objects.filter(account=person, kind=EventKind.RECORD_VIEWED)
    if not looks.filter(actor=viewer, happened_at__gt=now - ONE_LOOK).exists():
        record_event(EventKind.RECORD_VIEWED, account=person, actor=viewer, now=now)


def record_roles(*, person: User, before: set[str], after: set[str]) -> None:
    """Add an event for each role that somebody was given or has lost, by name."""
    for name in sorted(after - before):
        record_event(EventKind.ROLE_GIVEN, account=person, detail=name)
    for name in sorted(before - after):
        record_event(EventKind.ROLE_TAKEN, account=person, detail=name)


def record_export(user_id: int, name: str, file_format: str) -> None:
    """Note that somebody took a list along."""
    actor = User.objects.filter(pk=user_id).first()
    record_event(EventKind.EXPORTED, actor=actor, detail=f"{name} ({file_format})")


def remove_old_events(*, now: dt.datetime | None = None) -> int:
    """Remove what is older than the retention, a thousand at a time; return how many."""
    limit = (now or timezone.now()) - dt.timedelta(days=settings.LMS_SECURITY_EVENT_DAYS)
    return remove_in_batches(SecurityEvent.objects.filter(happened_at__lt=limit), BATCH)
