"""Answers that reached the server while nobody was signed in: kept for a while, within bounds.

Only for attempts that take answers, so that strangers cannot fill the table; whoever posts again
from the same session replaces what they posted before.
"""

import datetime as dt
from uuid import UUID

from django.conf import settings

from assessments.attempts.models import Attempt, KeptAnswers

MAX_LENGTH = 200_000
MOST_PER_ATTEMPT = 5
# A whole hall may sit behind one address.
MOST_PER_NETWORK = 500
MOST_IN_ALL = 5_000


def keep(
    *,
    attempt_id: UUID,
    question: int,
    body: str,
    network: str,
    replaces: UUID | None,
    now: dt.datetime,
) -> KeptAnswers | None:
    """Keep what was posted for an attempt; None where it takes no answers or too much is kept.

    `body` is the form as it was encoded, `network` who sent it, `replaces` what it stands for.
    """
    if len(body) > MAX_LENGTH:
        return None
    attempt = Attempt.objects.in_progress().filter(pk=attempt_id).first()
    if attempt is None or attempt.is_expired(now):
        return None
    forget_old(now=now)
    if replaces is not None:
        KeptAnswers.objects.filter(pk=replaces, attempt=attempt).delete()
    kept = KeptAnswers.objects.all()
    if (
        kept.filter(attempt=attempt).count() >= MOST_PER_ATTEMPT
        or kept.filter(network=network).count() >= MOST_PER_NETWORK
        or kept.count() >= MOST_IN_ALL
    ):
        return None
    return KeptAnswers.objects.create(
        attempt=attempt, question=question, body=body, network=network, received_at=now
    )


def lifetime() -> dt.timedelta:
    """Return how long answers are kept: as long as the session that knows of them lasts."""
    return dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def find_kept(pk: UUID, attempt_id: UUID, now: dt.datetime) -> KeptAnswers | None:
    """Return what was kept for an attempt, as long as it is kept."""
    since = now - lifetime()
    rows = KeptAnswers.objects.filter(pk=pk, attempt=attempt_id, received_at__gt=since)
    return rows.first()


def forget_old(*, now: dt.datetime) -> int:
    """Delete what nobody came for in time; return how many that were."""
    deleted, _by_model = KeptAnswers.objects.filter(received_at__lte=now - lifetime()).delete()
    return deleted
