"""Where an account is open: the sessions that would still be let in."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from lms.accounts.middleware import SEEN_EVERY
from lms.accounts.models import User


def open_sessions(user: User, *, now: dt.datetime | None = None) -> list[UserSession]:
    """Return the sessions of a person that have neither ended nor been left alone for too long.

    Nothing is tidied away here: looking changes no row. Those signed in before a change of the
    password are let in no more and left out.
    """
    now = now or timezone.now()
    noted = UserSession.objects.filter(user=user)
    if settings.LMS_SESSION_IDLE_MINUTES:
        idle = dt.timedelta(minutes=settings.LMS_SESSION_IDLE_MINUTES, seconds=SEEN_EVERY)
        noted = noted.filter(last_seen_at__gt=now - idle)
    by_key = {session.session_key: session for session in noted}
    stored = Session.objects.filter(session_key__in=by_key, expire_date__gt=now)
    valid = user.get_session_auth_hash()
    return [
        by_key[each.session_key]
        for each in stored
        if constant_time_compare(each.get_decoded().get(HASH_SESSION_KEY, ""), valid)
    ]


@transaction.atomic
def end_session(user: User, pk: int, *, but: str | None) -> None:
    """End one session of a person; nothing happens for one of others, ended already, or `but`."""
    for session in UserSession.objects.filter(user=user, pk=pk).exclude(session_key=but):
        session.end()


@transaction.atomic
def end_other_sessions(user: User, *, but: str | None) -> None:
    """End every session of a person except the one with the key `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()
