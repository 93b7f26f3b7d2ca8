"""How often an attempt may be saved: far more often than anybody types, and not without end."""

import datetime as dt

from assessments.attempts.models import Attempt
from assessments.exceptions import TooManySaves
from assessments.papers.paper import Paper
from lms.web.limits import count_up

MINUTE = dt.timedelta(minutes=1)
SAVES_A_MINUTE = 120
# All that writes no entry of the ledger: flags, and what is refused.
OTHERS_A_MINUTE = 240


def check_pace(attempt: Attempt, paper: Paper, now: dt.datetime) -> None:
    """Raise TooManySaves if the ledger took its share of a minute; the caller holds the lock.

    The ledger itself says so: nothing is counted beside it, and most attempts never have as many
    entries. A page with many questions may be saved as a whole.
    """
    allowed = SAVES_A_MINUTE + len(paper.slots)
    if attempt.last_sequence < allowed:
        return
    entry = attempt.events.filter(sequence=attempt.last_sequence - allowed + 1).first()
    if entry is not None and entry.answered_at > now - MINUTE:
        raise TooManySaves((entry.answered_at + MINUTE - now).total_seconds())


def count_other(attempt: Attempt, now: dt.datetime) -> None:
    """Count what writes no entry; raise TooManySaves beyond the limit of a minute."""
    seconds = MINUTE.total_seconds()
    key = f"attempt:{attempt.pk}"
    if count_up(key, limit=OTHERS_A_MINUTE, seconds=seconds, now=now) > OTHERS_A_MINUTE:
        raise TooManySaves(seconds)
