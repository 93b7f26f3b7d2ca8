"""What is owed and was not done, because a process died or something else failed: one place.

What is owed stands in the rows of the room that owes it; nothing is kept in a queue alone. Each
room registers how it is found and taken up, and `manage.py take_up_owed` asks all of them every
minute. Taking up is idempotent: a worker may be at the same thing.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog
from django.utils import timezone

from lms.web.models import Postponed

logger = structlog.get_logger(__name__)
Key = TypeVar("Key")

# Minutes until something that failed is tried again; then once a day, for it is still owed.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
# What is put off no longer and was not asked for again has been done by somebody else.
FORGOTTEN_AFTER = dt.timedelta(days=7)


class TakeUp(Protocol):
    """Does what is owed at `now`; returns how many that were."""

    def __call__(self, *, now: dt.datetime) -> int: ...


@dataclass(frozen=True)
class Owed:
    """`order`: the lower goes first. What people wait for under a clock has 0."""

    name: str
    take_up: TakeUp
    order: int


_owed: dict[str, Owed] = {}


def register_owed(owed: Owed) -> None:
    _owed[owed.name] = owed


def take_up_owed(*, now: dt.datetime | None = None) -> dict[str, int | None]:
    """Do what is owed, one kind after the other; return how many of each, None for one that failed.

    A kind that fails keeps no other from being done.
    """
    now, done = now or timezone.now(), dict[str, int | None]()
    for owed in sorted(_owed.values(), key=lambda each: each.order):
        try:
            done[owed.name] = owed.take_up(now=now)
        except Exception:
            logger.exception("owed_failed", what=owed.name)
            done[owed.name] = None
    Postponed.objects.filter(next_try_at__lt=now - FORGOTTEN_AFTER).delete()
    return done


def settle_each(
    what: str,
    keys: Iterable[Key],
    settle: Callable[[Key], object],
    *,
    now: dt.datetime,
    seconds: float | None = None,
) -> int:
    """Settle each of `keys`; return for how many `settle` was truthful.

    One that fails is put off, longer each time, and keeps no other from being settled. Stops after
    so many seconds: the rest is still owed.
    """
    began, settled = time.monotonic(), 0
    put_off = dict(Postponed.objects.filter(what=what).values_list("key", "next_try_at"))
    for key in keys:
        name = str(key)
        if name in put_off and put_off[name] > now:
            continue
        if seconds is not None and time.monotonic() - began > seconds:
            break
        try:
            settled += bool(settle(key))
        except Exception as error:
            logger.exception("owed_failed", what=what, key=name)
            _put_off(what, name, error, now)
        else:
            if name in put_off:
                Postponed.objects.filter(what=what, key=name).delete()
    return settled


def pause(tries: int) -> dt.timedelta:
    """Return how long something is put off that has failed so often."""
    return dt.timedelta(minutes=PAUSES[min(tries, len(PAUSES)) - 1])


def _put_off(what: str, key: str, error: Exception, now: dt.datetime) -> None:
    row, _is_new = Postponed.objects.get_or_create(
        what=what, key=key, defaults={"next_try_at": now}
    )
    row.tries += 1
    row.next_try_at = now + pause(row.tries)
    row.error = f"{type(error).__name__}: {error}"[:500]
    row.save()
