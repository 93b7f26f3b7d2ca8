"""Issuing and revoking certificates."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from certificates.exceptions import ReasonMissing
from certificates.mails import announce_certificate
from certificates.models import Certificate, CertificateDesign, RegisterYear, new_serial
from certificates.printing import CourseFacts, freeze
from certificates.rendering import background_of
from certificates.tasks import render_certificate_pdf
from lms.accounts.models import Gender, User
from lms.agencies.models import AgencyVersion, Posting
from lms.competencies.services import revoke_evidence

HONORIFICS: dict[str, str] = {Gender.FEMALE: "Bà", Gender.MALE: "Ông"}


@transaction.atomic
def issue_certificate(
    *,
    learner: User,
    design: CertificateDesign,
    course: CourseFacts,
    source_reference: str,
    issued_on: dt.date,
    expires_on: dt.date | None = None,
) -> Certificate:
    """Issue a document once per source; the same source gives the first document again.

    Everything printed is frozen, the learner's position and agency as on the day of issue. An
    earlier document of the same learner and course that stands is superseded. The PDF is made by a
    task after the transaction; the mail to the learner is owed from the transaction on.
    """
    if issued := Certificate.objects.filter(source_reference=source_reference).first():
        return issued
    year = _lock_register(issued_on.year)
    # Whoever waited for the lock may find that the other one has just issued it.
    if issued := Certificate.objects.filter(source_reference=source_reference).first():
        return issued
    sequence = year.allot()
    number = f"{sequence:04d}/{issued_on.year}/{design.register_suffix}"
    serial = new_serial()
    position, agency = _post_of(learner, issued_on)
    printed = freeze(
        design=design,
        background=background_of(design),
        honorific=HONORIFICS.get(learner.gender, "Ông/Bà"),
        learner_name=learner.full_name,
        date_of_birth=learner.date_of_birth,
        position=position,
        agency_name=agency,
        course=course,
        issued_on=issued_on,
        expires_on=expires_on,
        register_number=number,
        serial=serial,
        verification_url=settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse("verify_certificate", args=[serial]),
    )
    certificate = Certificate.objects.create(
        serial=serial,
        register_year=issued_on.year,
        register_sequence=sequence,
        register_number=number,
        learner=learner,
        design=design,
        course_reference=course.reference,
        course_title=course.title,
        source_reference=source_reference,
        printed=printed.to_json(),
        issued_on=issued_on,
        expires_on=expires_on,
    )
    _supersede_earlier(certificate)
    # The document can be made at any later time: a queue that is down stops nobody's course.
    transaction.on_commit(lambda: render_certificate_pdf.enqueue(certificate.pk), robust=True)
    if issued_on == timezone.localdate():
        # What is entered for an earlier day is history, and no news to its holder.
        announce_certificate(certificate)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, revoked_by: User, reason: str, now: dt.datetime | None = None
) -> Certificate:
    """Revoke a document and the evidence of the same source; revoking again changes nothing.

    Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    now = now or timezone.now()
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at is not None:
        return certificate
    certificate.revoked_at = now
    certificate.revoked_by = revoked_by
    certificate.revocation_reason = reason
    certificate.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])
    revoke_evidence(
        source_reference=certificate.source_reference,
        learner=certificate.learner,
        revoked_by=revoked_by,
        reason=reason,
        on=timezone.localdate(now),
    )
    log(
        instance=certificate,
        action="certificates.revoke",
        user=revoked_by,
        data={"reason": reason, "serial": certificate.serial},
    )
    return certificate


def _lock_register(year: int) -> RegisterYear:
    """Lock the year's page of the register: numbers are allotted one after the other."""
    RegisterYear.objects.get_or_create(year=year)
    return RegisterYear.objects.select_for_update().get(year=year)


def _post_of(learner: User, day: dt.date) -> tuple[str, str]:
    """Return the names in Vietnamese of the position and agency that count on a day."""
    post = Posting.objects.select_related("position").counting_for(learner, day)
    if post is None:
        return "", ""
    version = AgencyVersion.objects.valid_on(day).filter(agency=post.agency_id).first()
    return post.position.name, version.name if version else ""


def _supersede_earlier(certificate: Certificate) -> None:
    earlier = (
        Certificate.objects.filter(
            learner=certificate.learner,
            course_reference=certificate.course_reference,
            issued_on__lte=certificate.issued_on,
            superseded_by__isnull=True,
            revoked_at__isnull=True,
        )
        .exclude(pk=certificate.pk)
        .first()
    )
    if earlier is not None:
        earlier.superseded_by = certificate
        earlier.save(update_fields=["superseded_by"])
