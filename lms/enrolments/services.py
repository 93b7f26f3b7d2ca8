"""Enrolling, learning, completing: the only writers of a learner's record."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import ActivityPage, CoursePage, EnrolmentPolicy
from lms.accounts.models import User
from lms.enrolments.completion import award_course
from lms.enrolments.exceptions import (
    ActivityLocked,
    ActivityNotInCourse,
    EnrolmentClosed,
    EnrolmentRefused,
)
from lms.enrolments.models import ActivityProgress, Enrolment, EnrolmentSource
from lms.enrolments.outline import CourseOutline, course_outline
from lms.enrolments.reading import require_reading_time, with_sign_of_life


@transaction.atomic
def enrol(
    *,
    learner: User,
    course: CoursePage,
    source: EnrolmentSource = EnrolmentSource.SELF,
    now: dt.datetime | None = None,
) -> Enrolment:
    """Enrol a learner, or return the open enrolment as it is.

    A completed course may be taken again: that is a new row. Raises EnrolmentRefused; ValueError
    if there is no such source.
    """
    source = EnrolmentSource(source)
    enrolment = Enrolment.objects.open().filter(learner=learner, course=course).first()
    if enrolment is None:
        _check_may_enrol(learner, course, assigned=source == EnrolmentSource.ASSIGNED)
        enrolment, _created = Enrolment.objects.open().get_or_create(
            learner=learner,
            course=course,
            defaults={"source": source, "opened_at": now or timezone.now()},
        )
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, now: dt.datetime | None = None) -> Enrolment:
    """Close an enrolment that is neither completed nor assigned; its progress stays on record.

    Learners give up what they chose themselves: an assignment is for whoever gave it to take away.
    """
    now = now or timezone.now()
    enrolment = locked(enrolment)
    if enrolment.withdrawn_at is None:
        check_may_withdraw(enrolment, timezone.localdate(now))
        close(enrolment, now)
    return enrolment


def close(enrolment: Enrolment, now: dt.datetime) -> None:
    """End an enrolment that is locked and open without its completion."""
    enrolment.withdrawn_at = now
    enrolment.course_title = enrolment.course.title
    enrolment.save(update_fields=["withdrawn_at", "course_title"])


def check_may_withdraw(enrolment: Enrolment, day: dt.date) -> None:
    """Raise EnrolmentRefused where a learner may not give a course up on a day."""
    if enrolment.completed_at is not None:
        raise EnrolmentRefused(_("You have completed this course; it stays on your record."))
    if enrolment.assignments.in_force_on(day).exists():
        raise EnrolmentRefused(
            _("This course was assigned to you. Ask your manager if you cannot take it.")
        )


def open_activity(
    *,
    enrolment: Enrolment,
    page: Page,
    now: dt.datetime | None = None,
) -> ActivityProgress:
    """Record that a learner opened an activity at `now`. Raises ActivityLocked, EnrolmentClosed."""
    now = now or timezone.now()
    progress = open_progress(enrolment=enrolment, page=page, now=now)
    if progress.last_opened_at < now:
        progress.last_opened_at = now
        progress.save(update_fields=["last_opened_at"])
    return progress


@transaction.atomic
def record_sign_of_life(
    *, enrolment: Enrolment, page: Page, position: str = "", now: dt.datetime | None = None
) -> ActivityProgress:
    """Note that a learner is on a page now, and where.

    Time counts from the sign of life before, on whichever page that was: signs that come more
    often, or from several pages at once, never add up to more than the time that really passed.
    """
    now = now or timezone.now()
    progress = open_progress(enrolment=locked(enrolment), page=page, now=now)
    progress = with_sign_of_life(progress, learner_id=enrolment.learner_id, now=now)
    if position:
        progress.resume_position = position[:64]
    progress.save(update_fields=["active_seconds", "last_sign_of_life_at", "resume_position"])
    return progress


@transaction.atomic
def complete_activity(
    *, enrolment: Enrolment, page: ActivityPage, now: dt.datetime | None = None
) -> Enrolment:
    """Complete an activity; the last required one completes the course, with all that follows.

    The one door: course completed, title and periods frozen, certificate issued, evidence
    recorded, in one transaction. Doing it again changes nothing. Raises ActivityLocked, TooSoon,
    ActivityNotInCourse, EnrolmentClosed.
    """
    now = now or timezone.now()
    enrolment = locked(enrolment)
    progress = open_progress(enrolment=enrolment, page=page, now=now)
    if progress.completed_at is None:
        progress = require_reading_time(enrolment, page, progress, now)
        progress.completed_at = now
        progress.save()
    return _complete_course_if_done(enrolment, now)


@transaction.atomic
def finish_course(*, enrolment: Enrolment, now: dt.datetime | None = None) -> Enrolment:
    """Complete the course if all it requires today is done, as after a lesson was taken out."""
    enrolment = locked(enrolment)
    if enrolment.withdrawn_at is not None:
        raise EnrolmentClosed
    return _complete_course_if_done(enrolment, now or timezone.now())


def open_progress(*, enrolment: Enrolment, page: Page, now: dt.datetime) -> ActivityProgress:
    """Return the progress on a page, begun now if there is none yet.

    What was once opened stays open to the learner, whatever is put before it later.
    """
    if enrolment.withdrawn_at is not None:
        raise EnrolmentClosed
    progress = ActivityProgress.objects.filter(enrolment=enrolment, page_id=page.pk).first()
    if progress is None:
        _check_unlocked(course_outline(enrolment.course, enrolment), page)
        progress = _first_opening(enrolment, page, now)
    return progress


def _complete_course_if_done(enrolment: Enrolment, now: dt.datetime) -> Enrolment:
    if enrolment.completed_at is not None:
        return enrolment
    course = enrolment.course
    if not course_outline(course, enrolment).is_complete:
        return enrolment
    enrolment.completed_at = now
    enrolment.course_title = course.title
    enrolment.credited_periods = course.credited_periods
    enrolment.save(update_fields=["completed_at", "course_title", "credited_periods"])
    award_course(enrolment=enrolment, completed_at=now)
    return enrolment


def locked(enrolment: Enrolment) -> Enrolment:
    """Read the enrolment anew, so that two requests at once come one after the other.

    The learner's row is locked with it: reading time counts across all courses of a person.
    """
    return (
        Enrolment.objects.select_for_update(of=("self", "learner"), no_key=True)
        .select_related("course", "learner")
        .get(pk=enrolment.pk)
    )


def _first_opening(enrolment: Enrolment, page: Page, now: dt.datetime) -> ActivityProgress:
    row = ActivityProgress(
        enrolment=enrolment, page_id=page.pk, first_opened_at=now, last_opened_at=now
    )
    # Two requests at once: the row of the first stays.
    ActivityProgress.objects.bulk_create([row], ignore_conflicts=True)
    return ActivityProgress.objects.get(enrolment=enrolment, page_id=page.pk)


def _check_may_enrol(learner: User, course: CoursePage, *, assigned: bool) -> None:
    if not course.live:
        raise EnrolmentRefused(_("This course is not available at the moment."))
    if not learner.is_active:
        raise EnrolmentRefused(_("This person may not sign in, so they cannot take a course."))
    if course.enrolment_policy == EnrolmentPolicy.ASSIGNED and not assigned:
        raise EnrolmentRefused(
            _("This course is open to people it was assigned to. Ask your manager to assign it.")
        )


def _check_unlocked(outline: CourseOutline, page: Page) -> None:
    activity = outline.find(page.pk)
    if activity is None:
        raise ActivityNotInCourse
    if activity.is_locked:
        raise ActivityLocked(activity.reason)
