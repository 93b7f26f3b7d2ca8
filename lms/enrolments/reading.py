"""Time spent reading, as the server measures it."""

import datetime as dt

from django.conf import settings
from django.db.models import Max

from courses.models import ActivityPage, LessonPage
from lms.enrolments.exceptions import TooSoon
from lms.enrolments.models import ActivityProgress, Enrolment


def counted_seconds(since: dt.datetime, now: dt.datetime) -> int:
    """Return the whole seconds between two signs of life, 0 after a pause or a clock set back."""
    seconds = int((now - since).total_seconds())
    return seconds if seconds in range(settings.LMS_ACTIVE_TIME_GAP + 1) else 0


def with_sign_of_life(
    progress: ActivityProgress, *, learner_id: int, now: dt.datetime
) -> ActivityProgress:
    """Add the time since the last sign of life of this learner anywhere. Not saved."""
    since = _latest(progress.last_opened_at, learner_id, now)
    progress.active_seconds += counted_seconds(since, now)
    # What is left below a second counts next time, so that frequent signs lose nothing.
    progress.last_sign_of_life_at = now - (now - since) % dt.timedelta(seconds=1)
    return progress


def require_reading_time(
    enrolment: Enrolment, activity: ActivityPage, progress: ActivityProgress, now: dt.datetime
) -> ActivityProgress:
    """Count the time up to now; raise TooSoon if a lesson demands more. Not saved."""
    if not isinstance(activity, LessonPage):
        return progress
    if progress.last_sign_of_life_at is None:
        progress.active_seconds = _seconds_without_signs(progress, enrolment, activity, now)
        progress.last_sign_of_life_at = now
    else:
        progress = with_sign_of_life(progress, learner_id=enrolment.learner_id, now=now)
    demanded = activity.minutes * 60 * enrolment.course.minimum_reading_share // 100
    if progress.active_seconds < demanded:
        raise TooSoon(demanded - progress.active_seconds)
    return progress


def _seconds_without_signs(
    progress: ActivityProgress, enrolment: Enrolment, activity: ActivityPage, now: dt.datetime
) -> int:
    """Browsers without scripts send no signs: the time since the opening, at most the lesson's."""
    since = _latest(progress.first_opened_at, enrolment.learner_id, now)
    return min(int((now - since).total_seconds()), activity.minutes * 60)


def _latest(opened_at: dt.datetime, learner_id: int, now: dt.datetime) -> dt.datetime:
    """Return when the page was opened, or the learner's last sign of life on any page if later.

    What lies after `now` comes from a clock that was set back; it is left out.
    """
    last = ActivityProgress.objects.filter(
        enrolment__learner_id=learner_id, last_sign_of_life_at__lte=now
    ).aggregate(last=Max("last_sign_of_life_at"))["last"]
    return max((m for m in (opened_at, last) if m is not None and m <= now), default=now)
