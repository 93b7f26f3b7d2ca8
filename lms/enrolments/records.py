"""A learner's record as it is told: what is open, what is done, how much this year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from lms.accounts.models import User
from lms.core.percentages import percentage
from lms.enrolments.due import NOTHING_GIVEN, Given, assignments_on
from lms.enrolments.models import Enrolment, sum_of_periods
from lms.enrolments.outline import CourseOutline, OutlineActivity, course_outlines
from lms.enrolments.presentation import progress_note

# Days before a due date from which it is said aloud.
DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class OpenCourse:
    enrolment: Enrolment
    outline: CourseOutline
    today: dt.date
    given: Given = NOTHING_GIVEN

    @property
    def due_on(self) -> dt.date | None:
        """The earliest date of the assignments in force on `today`."""
        return self.given.due_on

    @property
    def next_activity(self) -> OutlineActivity | None:
        return self.outline.next_activity

    @property
    def offer(self) -> str:
        """What can be done next, as the page of the course offers it; none while it is offline."""
        return self.outline.offer if self.enrolment.course.live else "none"

    @property
    def progress_note(self) -> str:
        return progress_note(self.outline)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_due_soon(self) -> bool:
        last_quiet_day = self.today + dt.timedelta(days=DUE_SOON_DAYS)
        return self.due_on is not None and self.today <= self.due_on <= last_quiet_day


@dataclass(frozen=True)
class CompletedCourse:
    enrolment: Enrolment
    certificate: Certificate | None


@dataclass(frozen=True)
class YearlyPeriods:
    """Credited periods of a calendar year against the target."""

    year: int
    periods: int
    target: int

    @property
    def target_source(self) -> str:
        return target_source()

    @property
    def percent(self) -> int:
        return int(percentage(self.periods, self.target)) if self.target else 100


def target_source() -> str:
    """Return who set the yearly target, in words that follow it: the province, by its decision."""
    decision = settings.LMS_YEARLY_PERIODS_DECISION.strip()
    if decision:
        return _("by the province's target (%(decision)s)") % {"decision": decision}
    return _("by the province's target")


def open_courses(learner: User, *, today: dt.date | None = None) -> list[OpenCourse]:
    """Return what the learner is taking, what was touched last first: two queries.

    Where something was assigned three more say by whom.
    """
    day = today or timezone.localdate()
    enrolments = list(
        Enrolment.objects.for_learner(learner)
        .open()
        .select_related("course")
        .annotate(touched_at=Max("progress__last_opened_at"))
        .with_told()
    )
    enrolments.sort(key=lambda e: e.touched_at or e.opened_at, reverse=True)
    outlines = course_outlines(enrolments)
    given = assignments_on([e for e in enrolments if e.has_assignments], day)
    return [OpenCourse(e, outlines[e.pk], day, given.get(e.pk, NOTHING_GIVEN)) for e in enrolments]


def with_given(enrolments: Sequence[Enrolment]) -> list[tuple[Enrolment, Given]]:
    """Return enrolments, read `with_told`, with by whose word they were: three queries at most."""
    given = assignments_on([e for e in enrolments if e.has_assignments], timezone.localdate())
    return [(enrolment, given.get(enrolment.pk, NOTHING_GIVEN)) for enrolment in enrolments]


def with_certificates(enrolments: Sequence[Enrolment]) -> list[CompletedCourse]:
    """Return completed courses with the certificate each gave, if any: one query."""
    references = [e.reference for e in enrolments]
    certificates = {
        c.source_reference: c
        for c in Certificate.objects.filter(source_reference__in=references).order_by("edition")
    }
    return [CompletedCourse(e, certificates.get(e.reference)) for e in enrolments]


def periods_in_year(learner: User, *, year: int | None = None) -> YearlyPeriods:
    """Add up the credited periods of the courses completed in a calendar year: one query."""
    year = year or timezone.localdate().year
    mine = Enrolment.objects.for_learner(learner).with_counted_periods()
    total = mine.aggregate(total=sum_of_periods(dt.date(year, 12, 31)))["total"]
    return YearlyPeriods(year, total, settings.LMS_YEARLY_PERIODS_TARGET)
