"""Issuing: once per source, everything frozen, numbers without gaps, a chain of renewals."""

import datetime as dt
import hashlib
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.printing import PrintedCertificate, printed_on
from certificates.services import revoke_certificate
from certificates.words import CertificateStatus
from lms.agencies.models import AgencyVersion
from tests.certificates.samples import ISSUED_ON, course_facts, issue, make_design
from tests.pdf import text_of


def test_the_same_source_gives_the_same_document(cast, design):
    first, second = issue(cast.lan, design), issue(cast.lan, design)
    assert first == second
    assert Certificate.objects.count() == 1


def test_the_document_freezes_person_post_course_and_design(cast, design):
    cast.lan.date_of_birth = dt.date(1990, 2, 1)
    cast.lan.gender = "female"
    cast.lan.save()
    certificate = issue(cast.lan, design)
    cast.lan.full_name = "Trần Thị Khác"
    cast.lan.save()
    design.issuer = "Cơ quan khác"
    design.signer_name = "Người khác"
    design.save()
    AgencyVersion.objects.filter(agency=cast.science).update(name="Sở khác")
    certificate.refresh_from_db()
    printed = printed_on(certificate)
    assert printed.learner_name == "Trần Thị Lan"
    assert printed.honorific == "Bà"
    assert printed.date_of_birth == dt.date(1990, 2, 1)
    assert printed.position == "Chuyên viên công nghệ thông tin"
    assert printed.agency_name == "Sở Khoa học và Công nghệ"
    assert (printed.issuer, printed.signer_name) == (
        "Sở Khoa học và Công nghệ",
        "Nguyễn Văn Minh",
    )


def test_editing_a_design_never_changes_an_issued_document(cast, design):
    certificate = ensure_pdf(certificate_id=issue(cast.lan, design).pk)
    before = certificate.pdf.read()
    late = issue(cast.lan, design, source="enrolment:2", course=course_facts(reference="c2"))
    design.issuer = "Cơ quan đổi tên"
    design.note = "Ghi chú mới"
    design.save()
    again = ensure_pdf(certificate_id=certificate.pk)
    assert again.pdf.read() == before
    # Nor one whose PDF is drawn only after the edit.
    assert "Cơ quan đổi tên" not in text_of(ensure_pdf(certificate_id=late.pk).pdf.read())


def test_register_numbers_have_no_gaps_within_a_year(cast, design):
    certificates = [
        issue(cast.lan, design, source=f"e:{n}", course=course_facts(reference=f"c{n}"))
        for n in range(3)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        issue(cast.lan, design, source="e:bad", expires_on=ISSUED_ON)
    certificates.append(issue(cast.nga, design, source="e:4"))
    assert [c.register_sequence for c in certificates] == [1, 2, 3, 4]
    assert certificates[0].register_number == "0001/2026/GXN-SKHCN"
    next_year = issue(cast.hung, design, source="e:5", issued_on=dt.date(2027, 1, 4))
    assert next_year.register_number == "0001/2027/GXN-SKHCN"


def test_serials_are_random_and_readable(cast, design):
    serials = {
        issue(cast.lan, design, source=f"e:{n}", course=course_facts(reference=f"c{n}")).serial
        for n in range(20)
    }
    assert len(serials) == 20
    assert all(len(serial) == 19 and not set("01ILOU") & set(serial) for serial in serials)


def test_after_five_renewals_six_documents_stand_in_one_chain(cast, design):
    chain = [
        issue(cast.lan, design, source=f"e:{n}", issued_on=ISSUED_ON + dt.timedelta(days=n))
        for n in range(6)
    ]
    for certificate in chain:
        certificate.refresh_from_db()
    assert [c.status for c in chain] == [CertificateStatus.SUPERSEDED] * 5 + [
        CertificateStatus.VALID
    ]


def test_another_course_or_another_learner_supersedes_nothing(cast, design):
    first = issue(cast.lan, design)
    issue(cast.lan, design, source="e:2", course=course_facts(reference="course-2"))
    issue(cast.hung, design, source="e:3")
    first.refresh_from_db()
    assert first.status == CertificateStatus.VALID


def test_a_revoked_document_is_not_superseded(cast, design):
    first = issue(cast.lan, design)
    revoke_certificate(certificate=first, revoked_by=cast.admin, reason="Nhầm người")
    issue(cast.lan, design, source="e:2")
    first.refresh_from_db()
    assert first.status == CertificateStatus.REVOKED


def test_of_a_completion_entered_later_for_an_earlier_day_the_newer_one_stays_in_force(
    cast, design
):
    newer = issue(cast.lan, design)
    day = ISSUED_ON - dt.timedelta(days=400)
    earlier = issue(cast.lan, design, source="e:0", issued_on=day)
    between = issue(cast.lan, design, source="e:1", issued_on=day + dt.timedelta(days=9))
    documents = [earlier, between, newer]
    assert [c.status for c in documents] == ["superseded", "superseded", "valid"]
    # As of a day before the others, each stood.
    assert earlier.status_on(day + dt.timedelta(days=8)) == CertificateStatus.VALID
    assert between.status_on(ISSUED_ON - dt.timedelta(days=1)) == CertificateStatus.VALID
    assert newer.status_on(ISSUED_ON) == CertificateStatus.VALID


def test_a_province_without_authority_cannot_author_a_chung_chi(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_design(document_kind="chung_chi")


def test_what_is_printed_survives_its_journey_through_json(certificate):
    certificate.refresh_from_db()
    printed = printed_on(certificate)
    assert PrintedCertificate.from_json(printed.to_json()) == printed
    assert printed.completed_on == ISSUED_ON


def test_the_pdf_is_made_by_the_task_after_the_transaction(
    cast, design, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(cast.lan, design)
        assert not certificate.pdf
    certificate.refresh_from_db()
    with certificate.pdf.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == certificate.pdf_sha256


def test_a_queue_that_is_down_does_not_undo_the_course(
    cast, design, django_capture_on_commit_callbacks, monkeypatch
):
    def fail(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(
        "certificates.services.render_certificate_pdf", SimpleNamespace(enqueue=fail)
    )
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(cast.lan, design)
    assert list(Certificate.objects.without_pdf()) == [certificate]


def test_the_pdf_is_kept_for_ever_once_made(certificate, monkeypatch):
    first = ensure_pdf(certificate_id=certificate.pk)
    monkeypatch.setattr("certificates.keeping.render_document", lambda printed: b"%PDF-other")
    second = ensure_pdf(certificate_id=certificate.pk)
    assert (first.pdf.name, first.pdf_sha256) == (second.pdf.name, second.pdf_sha256)


def test_of_two_who_draw_at_once_the_first_to_finish_is_kept(certificate, monkeypatch):
    from certificates import keeping

    draw = keeping.render_document

    def draw_while_another_finishes(printed: PrintedCertificate) -> bytes:
        monkeypatch.setattr("certificates.keeping.render_document", draw)
        ensure_pdf(certificate_id=certificate.pk)
        return b"%PDF-late"

    monkeypatch.setattr("certificates.keeping.render_document", draw_while_another_finishes)
    kept = ensure_pdf(certificate_id=certificate.pk)
    assert kept.pdf.read() != b"%PDF-late"
