"""Counters behind every limit: rows that nobody can push out by causing many others.

One statement counts and answers, so that neither threads nor processes can count past each other.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from lms.core.batches import remove_in_batches
from lms.web.models import LimitCounter

# Counting stops one above the limit: what is refused does not add up. Reaching the limit starts
# the time anew, so that whoever is told to wait so long has to wait so long.
COUNT_UP = """
INSERT INTO web_limitcounter AS counter (key, count, ends_at) VALUES (%(key)s, 1, %(end)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE
        WHEN counter.ends_at <= %(now)s THEN 1
        WHEN counter.count > %(limit)s THEN counter.count
        ELSE counter.count + 1
    END,
    ends_at = CASE
        WHEN counter.ends_at <= %(now)s OR counter.count + 1 = %(limit)s THEN %(end)s
        ELSE counter.ends_at
    END
RETURNING count
"""
BATCH = 500


def count_up(key: str, *, limit: int, seconds: float, now: dt.datetime | None = None) -> int:
    """Count one more of `key`; return how many that are, at most `limit` + 1.

    The count ends `seconds` after its first, and `seconds` after the one that reached the limit.
    """
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT_UP,
            {
                "key": key,
                "limit": limit,
                "now": _for_database(now),
                "end": _for_database(now + dt.timedelta(seconds=seconds)),
            },
        )
        return int(cursor.fetchone()[0])


def counted(key: str, *, now: dt.datetime | None = None) -> int:
    """Return how many of `key` count now, without counting."""
    running = LimitCounter.objects.filter(key=key, ends_at__gt=now or timezone.now())
    return running.values_list("count", flat=True).first() or 0


def give_back(key: str) -> None:
    """Take back one count: what was counted beforehand turned out to be none."""
    LimitCounter.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget(key: str) -> None:
    LimitCounter.objects.filter(key=key).delete()


def remove_ended(*, now: dt.datetime | None = None) -> int:
    """Remove the counters whose time is over, a few hundred at a time; return how many."""
    ended = LimitCounter.objects.filter(ends_at__lte=now or timezone.now())
    return remove_in_batches(ended, BATCH)


def _for_database(moment: dt.datetime) -> Any:
    field = LimitCounter._meta.get_field("ends_at")
    return field.get_db_prep_value(moment, connection)
