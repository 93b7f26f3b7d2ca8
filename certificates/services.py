"""Issuing certificates, issuing them anew, revoking them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.exceptions import DocumentExpired, ReasonMissing
from certificates.mails import announce_certificate
from certificates.models import Certificate, CertificateDesign, RegisterYear, new_serial
from certificates.printing import CourseFacts, course_as_printed, freeze
from certificates.rendering import background_of
from certificates.tasks import render_certificate_pdf
from lms.accounts.models import Gender, User
from lms.agencies.models import AgencyVersion, Posting
from lms.competencies.services import renew_revoked_evidence, revoke_evidence

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
    """Issue a document once per source; the same source gives its newest edition again.

    Everything printed is frozen, the learner's position and agency as on the day of issue. Of the
    documents of one learner and course the one earned last stands, in whatever order they are
    entered. The PDF is made by a task after the transaction; the mail to the learner is owed from
    the transaction on.
    """
    if issued := Certificate.objects.newest_edition(source_reference):
        return issued
    year = _lock_register(issued_on.year)
    # Whoever waited for the lock may find that the other one has just issued it.
    if issued := Certificate.objects.newest_edition(source_reference):
        return issued
    return _enter(
        year,
        learner=learner,
        design=design,
        course=course,
        issued_on=issued_on,
        expires_on=expires_on,
        fields={"source_reference": source_reference, "earned_on": issued_on},
    )


@transaction.atomic
def reissue_certificate(
    *,
    certificate: Certificate,
    reissued_by: User,
    reason: str,
    course_title: str = "",
    now: dt.datetime | None = None,
) -> Certificate:
    """Issue a corrected document for the same completion; doing it again gives the same document.

    What is printed about the learner and the issuer is read anew (the post as on the day it was
    earned), the course stays as it was printed unless it gets another title. The corrected
    document is valid as long as the first one. After a revocation the completion counts again,
    from today: the evidence of the same source is recorded anew.

    Raises ReasonMissing, DocumentExpired.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(
            _("Say why the document is issued anew: the register keeps the reason.")
        )
    today = timezone.localdate(now)
    year = _lock_register(today.year)
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("learner", "design")
        .get(pk=certificate.pk)
    )
    if replacement := Certificate.objects.filter(replaces=certificate).first():
        return replacement
    if certificate.expires_on is not None and certificate.expires_on <= today:
        raise DocumentExpired
    corrected = _enter(
        year,
        learner=certificate.learner,
        design=certificate.design,
        course=course_as_printed(certificate, title=course_title),
        issued_on=today,
        expires_on=certificate.expires_on,
        fields={
            "source_reference": certificate.source_reference,
            "edition": certificate.edition + 1,
            "earned_on": certificate.earned_on,
            "replaces": certificate,
            "reissued_by": reissued_by,
            "reissue_reason": reason,
        },
    )
    if certificate.revoked_at is not None:
        renew_revoked_evidence(
            source_reference=certificate.source_reference,
            edition=corrected.edition,
            learner=certificate.learner,
            recorded_by=reissued_by,
            revoked_on=timezone.localdate(certificate.revoked_at),
            reason=certificate.revocation_reason,
            on=today,
        )
    log(
        instance=certificate,
        action="certificates.reissue",
        user=reissued_by,
        data={"reason": reason, "serial": corrected.serial, "number": corrected.register_number},
    )
    return corrected


def _enter(
    year: RegisterYear,
    *,
    learner: User,
    design: CertificateDesign,
    course: CourseFacts,
    issued_on: dt.date,
    expires_on: dt.date | None,
    fields: dict[str, Any],
) -> Certificate:
    """Write a document into the register, whose year the caller has locked."""
    sequence = year.allot()
    number = f"{sequence:04d}/{issued_on.year}/{design.register_suffix}"
    serial = new_serial()
    position, agency = post_of(learner, fields["earned_on"])
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
        printed=printed.to_json(),
        issued_on=issued_on,
        expires_on=expires_on,
        **fields,
    )
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

    An earlier document of the course that has not expired stands again. A document that was
    replaced by a corrected one takes no evidence along: the corrected one goes on proving it.
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
    if certificate.replacement is None:
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


def post_of(learner: User, day: dt.date) -> tuple[str, str]:
    """Return the names in Vietnamese of the position and agency that count on a day."""
    post = Posting.objects.select_related("position").counting_for(learner, day)
    if post is None:
        return "", ""
    version = AgencyVersion.objects.valid_on(day).filter(agency=post.agency_id).first()
    return post.position.name, version.name if version else ""
