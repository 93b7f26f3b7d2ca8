"""Revoking: once, with a reason, with the evidence of the same source."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.exceptions import ReasonMissing
from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.services import revoke_certificate
from certificates.words import CertificateStatus
from lms.competencies.models import Competency, Evidence, EvidenceKind, Framework, ProficiencyLevel
from lms.competencies.services import record_evidence
from tests.certificates.samples import ISSUED_ON, issue


@pytest.fixture
def evidence(cast) -> Evidence:
    framework = Framework.objects.create(code="CT", version="1", name="Khung")
    return record_evidence(
        learner=cast.lan,
        competency=Competency.objects.create(framework=framework, code="CT01", name="A"),
        level=ProficiencyLevel.objects.create(framework=framework, number=1, name="Một"),
        kind=EvidenceKind.COURSE,
        source_label="Khóa học",
        source_reference="enrolment:1",
        achieved_on=ISSUED_ON,
    )


def test_revoking_dates_it_says_why_and_takes_the_evidence_along(cast, certificate, evidence):
    now = timezone.make_aware(dt.datetime(2026, 11, 5, 9))
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason=" Gian lận ", now=now)
    certificate.refresh_from_db()
    evidence.refresh_from_db()
    assert certificate.status_on(dt.date(2026, 11, 4)) == CertificateStatus.VALID
    assert certificate.status_on(dt.date(2026, 11, 5)) == CertificateStatus.REVOKED
    assert certificate.revocation_reason == "Gian lận"
    assert (evidence.revoked_on, evidence.revoked_by) == (dt.date(2026, 11, 5), cast.admin)


def test_revoking_is_in_the_audit_log_once(cast, certificate):
    for reason in ("Gian lận", "Lý do khác"):
        revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason=reason)
    entries = ModelLogEntry.objects.filter(action="certificates.revoke")
    assert [(entry.user, entry.data["reason"]) for entry in entries] == [(cast.admin, "Gian lận")]
    assert "Gian lận" in entries[0].message


def test_the_entry_says_which_document_and_why(cast, certificate):
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Gian lận")
    (entry,) = ModelLogEntry.objects.filter(action="certificates.revoke")
    assert entry.object_id == str(certificate.pk)
    assert entry.data == {"reason": "Gian lận", "serial": certificate.serial}


def test_revoking_without_a_moment_is_revoking_now_and_leaves_the_others(cast, design, certificate):
    other = issue(cast.hung, design, "e:2")
    before = timezone.now()
    given = revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Gian lận")
    certificate.refresh_from_db()
    other.refresh_from_db()
    assert before <= certificate.revoked_at <= timezone.now()
    assert certificate.revoked_by == cast.admin
    assert (given, given.revoked_at) == (certificate, certificate.revoked_at)
    assert (certificate.is_standing, certificate.status) == (False, CertificateStatus.REVOKED)
    assert (other.is_standing, other.revoked_at) == (True, None)


def test_revoking_again_gives_what_was_revoked_first(cast, certificate):
    first, again = (
        revoke_certificate(certificate=certificate, revoked_by=by, reason=reason)
        for by, reason in ((cast.admin, "Gian lận"), (cast.minh, "Lý do khác"))
    )
    assert again == certificate
    assert (again.revoked_at, again.revoked_by) == (first.revoked_at, cast.admin)
    assert again.revocation_reason == "Gian lận"


def test_a_reason_is_needed(cast, certificate):
    with pytest.raises(ReasonMissing):
        revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="  ")
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_the_document_stays_as_it_was_issued(cast, certificate):
    before = ensure_pdf(certificate_id=certificate.pk).pdf_sha256
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Gian lận")
    assert ensure_pdf(certificate_id=certificate.pk).pdf_sha256 == before


def test_the_list_of_a_status_agrees_with_the_rule_of_a_row(cast, design, certificate):
    day = timezone.localdate()
    issued_today = issue(cast.phuc, design, "e:8", issued_on=day)
    issued_after = issue(cast.hung, design, "e:9", issued_on=day + dt.timedelta(days=1))
    variants = [
        {},
        {"expires_on": day},
        {"expires_on": day + dt.timedelta(days=1)},
        {"revoked_at": timezone.now(), "revoked_by": cast.admin},
        {"revoked_at": timezone.now() + dt.timedelta(days=2), "revoked_by": cast.admin},
        {"superseded_by": certificate},
        {"superseded_by": issued_today},
        {"superseded_by": issued_after},
        {"expires_on": day - dt.timedelta(days=1), "superseded_by": certificate},
    ]
    for fields in variants:
        Certificate.objects.filter(serial="X").delete()
        row = Certificate.objects.get(pk=certificate.pk)
        row.pk = None
        row.serial, row.source_reference, row.register_sequence = "X", "x", 99
        row.issued_on = day - dt.timedelta(days=30)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        if fields == {"superseded_by": issued_today}:
            assert row.status_on(day) == CertificateStatus.SUPERSEDED
        for status in CertificateStatus:
            listed = Certificate.objects.standing(status, day).filter(pk=row.pk).exists()
            assert listed == (row.status_on(day) == status), (fields, status)
