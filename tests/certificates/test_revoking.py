"""Revoking: once, with a reason, with the evidence of the same source."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.exceptions import ReasonMissing
from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.services import revoke_certificate
from certificates.words import CertificateStatus
from lms.accounts.models import User
from lms.competencies.models import Competency, Evidence, EvidenceKind, Framework, ProficiencyLevel
from lms.competencies.services import record_evidence
from tests.certificates.samples import ISSUED_ON, course_facts, issue


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
    now, soon = timezone.now(), timezone.now() + dt.timedelta(days=2)
    ends = [None, day - dt.timedelta(days=1), day, day + dt.timedelta(days=1)]
    revoked = [None, now, soon]
    issued = [day - dt.timedelta(days=2), day, day + dt.timedelta(days=1)]
    variants = product(ends, revoked, [None, *product(issued, revoked)], [None, *issued[1:]])
    for number, (expires_on, revoked_at, renewal, replaced) in enumerate(variants):
        course = course_facts(reference=f"c{number}")
        long_ago = day - dt.timedelta(days=30)
        row = issue(cast.lan, design, f"e:{number}", course=course, issued_on=long_ago)
        Certificate.objects.filter(pk=row.pk).update(expires_on=expires_on, revoked_at=revoked_at)
        if renewal:
            other = issue(cast.lan, design, f"r:{number}", course=course, issued_on=renewal[0])
            Certificate.objects.filter(pk=other.pk).update(revoked_at=renewal[1])
        if replaced:
            other = issue(cast.lan, design, f"x:{number}", course=course_facts(reference="x"))
            Certificate.objects.filter(pk=other.pk).update(
                source_reference=row.source_reference,
                edition=2,
                replaces=row,
                issued_on=replaced,
            )
    rows = list(Certificate.objects.with_status(day))
    assert len(rows) > 300
    for status in CertificateStatus:
        listed = set(Certificate.objects.standing(status, day))
        assert listed == {row for row in rows if row.status == status}
    for row in Certificate.objects.all()[::3]:
        assert row.status_on(day) == next(each.status for each in rows if each == row), row.pk


def revoke(certificate: Certificate, by: User, day: dt.date) -> None:
    now = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    revoke_certificate(certificate=certificate, revoked_by=by, reason="Gian lận", now=now)


def test_when_a_renewal_is_revoked_the_document_before_it_stands_again(cast, design):
    days = [ISSUED_ON + dt.timedelta(days=10 * n) for n in range(6)]
    first, second, third = (
        issue(cast.lan, design, f"e:{n}", issued_on=days[n], expires_on=days[5]) for n in range(3)
    )
    revoke(second, cast.admin, days[3])
    revoke(third, cast.admin, days[4])
    documents = list(Certificate.objects.filter(learner=cast.lan).order_by("pk"))
    told = [[c.status_on(day).value for c in documents] for day in days[2:]]
    assert told == [
        ["superseded", "superseded", "valid"],
        ["superseded", "revoked", "valid"],
        ["valid", "revoked", "revoked"],
        ["expired", "revoked", "revoked"],
    ]
    for day, statuses in zip(days[2:], told, strict=True):
        for certificate, status in zip(documents, statuses, strict=True):
            assert certificate in Certificate.objects.standing(CertificateStatus(status), day)
    assert first == documents[0]
