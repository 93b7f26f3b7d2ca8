"""What follows the completion of a course: the certificate and the evidence."""

import datetime as dt

from django.utils import timezone

from certificates.printing import CourseFacts
from certificates.services import issue_certificate
from courses.models import CoursePage
from courses.outcomes import highest_by_competency, outcomes_of
from lms.competencies.models import EvidenceKind
from lms.competencies.services import record_evidence
from lms.core.days import months_after
from lms.enrolments.models import Enrolment


def award_course(*, enrolment: Enrolment, completed_at: dt.datetime) -> None:
    """Issue the certificate, if the course gives one, and record the evidence. Idempotent."""
    course = enrolment.course
    day = timezone.localdate(completed_at)
    expires_on = expiry_of(course, day)
    if course.certificate_design is not None:
        issue_certificate(
            learner=enrolment.learner,
            design=course.certificate_design,
            course=course_facts(enrolment, day),
            source_reference=enrolment.reference,
            issued_on=day,
            expires_on=expires_on,
        )
    for outcome in highest_by_competency(outcomes_of([course])[course.pk]):
        record_evidence(
            learner=enrolment.learner,
            competency=outcome.competency,
            level=outcome.level,
            kind=EvidenceKind.COURSE,
            source_label=enrolment.course_title,
            source_reference=enrolment.reference,
            achieved_on=day,
            expires_on=expires_on,
        )


def expiry_of(course: CoursePage, day: dt.date) -> dt.date | None:
    """Return the first day on which a completion no longer counts; None when it always does."""
    months = course.certificate_validity_months
    return months_after(day, months) if months else None


def course_facts(enrolment: Enrolment, completed_on: dt.date) -> CourseFacts:
    course = enrolment.course
    return CourseFacts(
        reference=course.reference,
        title=enrolment.course_title,
        code=course.code,
        credited_periods=course.credited_periods,
        minutes=course.minutes,
        started_on=timezone.localdate(enrolment.opened_at),
        completed_on=completed_on,
    )
