"""Issuing: once per source, everything frozen, numbers without gaps, a chain of renewals."""

import datetime as dt
import hashlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from certificates import services
from certificates.keeping import ensure_pdf
from certificates.models import Certificate, RegisterYear
from certificates.printing import PrintedCertificate, printed_on
from certificates.services import revoke_certificate
from certificates.words import CertificateStatus, DocumentKind
from lms.agencies.models import AgencyVersion, Posting
from lms.core.storage import records_storage
from tests.cast import make_posting
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


def test_all_that_is_printed_is_what_was_given(cast, design, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://hoctap.tinh.example/"
    expires_on = ISSUED_ON + dt.timedelta(days=365)
    certificate = issue(cast.lan, design, expires_on=expires_on)
    certificate.refresh_from_db()
    printed = printed_on(certificate)
    assert printed.serial == certificate.serial
    assert printed.register_number == certificate.register_number == "0001/2026/GXN-SKHCN"
    assert printed.verification_url == (f"https://hoctap.tinh.example/verify/{certificate.serial}/")
    assert (printed.issued_on, printed.expires_on) == (ISSUED_ON, expires_on)
    assert (certificate.issued_on, certificate.expires_on) == (ISSUED_ON, expires_on)
    assert (certificate.register_year, certificate.register_sequence) == (2026, 1)
    assert (certificate.learner, certificate.design) == (cast.lan, design)
    facts = course_facts()
    assert (certificate.course_reference, certificate.course_title) == ("course-1", facts.title)
    assert (printed.course_title, printed.course_code) == (facts.title, facts.code)
    assert certificate.source_reference == "enrolment:1"
    assert str(certificate) == f"0001/2026/GXN-SKHCN – {facts.title}"


@pytest.mark.parametrize(
    ("gender", "honorific"), [("female", "Bà"), ("male", "Ông"), ("", "Ông/Bà")]
)
def test_a_person_is_addressed_as_recorded_and_otherwise_both_ways(cast, design, gender, honorific):
    cast.lan.gender = gender
    cast.lan.save()
    assert printed_on(issue(cast.lan, design)).honorific == honorific


def test_the_post_is_that_of_the_day_of_issue(cast, design):
    Posting.objects.filter(learner=cast.lan).update(valid_to=ISSUED_ON)
    make_posting(cast.lan, cast.justice, cast.specialist, valid_from=ISSUED_ON)
    justice = AgencyVersion.objects.get(agency=cast.justice).name
    before = issue(cast.lan, design, "e:1", issued_on=ISSUED_ON - dt.timedelta(days=1))
    assert printed_on(before).agency_name == "Sở Khoa học và Công nghệ"
    assert printed_on(issue(cast.lan, design, "e:2")).agency_name == justice


def test_who_has_no_post_on_the_day_has_none_on_the_document(cast, design):
    Posting.objects.filter(learner=cast.lan).update(valid_to=ISSUED_ON)
    printed = printed_on(issue(cast.lan, design))
    assert (printed.position, printed.agency_name) == ("", "")


def test_an_agency_that_is_no_more_on_the_day_leaves_its_place_empty(cast, design):
    AgencyVersion.objects.filter(agency=cast.science).update(valid_to=ISSUED_ON)
    printed = printed_on(issue(cast.lan, design))
    assert (printed.position, printed.agency_name) == ("Chuyên viên công nghệ thông tin", "")


def test_whoever_waits_for_the_register_finds_what_the_other_one_issued(cast, design, monkeypatch):
    lock, others = services._lock_register, []

    def lock_after_the_other(year: int) -> RegisterYear:
        monkeypatch.setattr(services, "_lock_register", lock)
        others.append(issue(cast.lan, design))
        return lock(year)

    monkeypatch.setattr(services, "_lock_register", lock_after_the_other)
    assert issue(cast.lan, design) == others[0]
    assert issue(cast.hung, design, "e:2").register_sequence == 2


def test_what_is_issued_already_is_given_without_the_lock_of_the_register(
    cast, design, certificate, monkeypatch
):
    monkeypatch.setattr(services, "_lock_register", None)
    assert issue(cast.lan, design) == certificate


def test_of_documents_entered_in_any_order_the_one_earned_last_stands(cast, design):
    first = issue(cast.lan, design)
    early = issue(cast.lan, design, "e:0", issued_on=ISSUED_ON - dt.timedelta(days=9))
    last = issue(cast.lan, design, "e:2", issued_on=ISSUED_ON + dt.timedelta(days=9))
    late = issue(cast.lan, design, "e:3", issued_on=ISSUED_ON + dt.timedelta(days=3))
    day = ISSUED_ON + dt.timedelta(days=10)
    told = [certificate.status_on(day).value for certificate in (first, early, last, late)]
    assert told == ["superseded", "superseded", "valid", "superseded"]


def test_a_design_and_a_year_of_the_register_are_called_by_their_names(cast, design, certificate):
    assert str(design) == "Giấy xác nhận của Sở"
    assert str(RegisterYear.objects.get()) == "2026"
    assert certificate.printed_kind == str(DocumentKind.XAC_NHAN.label)


@pytest.mark.parametrize(
    ("kind", "decision", "is_refused"),
    [
        (DocumentKind.CHUNG_CHI, "", True),
        (DocumentKind.CHUNG_CHI, "Quyết định số 1/QĐ-UBND", False),
        (DocumentKind.CHUNG_NHAN, "", False),
        (DocumentKind.XAC_NHAN, "Quyết định số 1/QĐ-UBND", False),
    ],
)
def test_only_a_chung_chi_asks_for_its_decision_beside_the_field(
    design, kind, decision, is_refused
):
    design.document_kind, design.authority_decision = kind, decision
    if not is_refused:
        design.clean()
        return
    with pytest.raises(ValidationError) as refused:
        design.clean()
    assert list(refused.value.message_dict) == ["authority_decision"]


def test_a_learner_has_their_own_documents_alone(cast, design, certificate):
    other = issue(cast.hung, design, "e:2")
    assert list(Certificate.objects.for_learner(cast.lan)) == [certificate]
    assert list(Certificate.objects.for_learner(cast.hung)) == [other]


def test_only_what_has_no_pdf_is_without_one(cast, design, certificate):
    other = issue(cast.hung, design, "e:2")
    Certificate.objects.filter(pk=other.pk).update(pdf="certificates/2026/a.pdf")
    assert list(Certificate.objects.without_pdf()) == [certificate]


def test_a_document_is_kept_among_the_records():
    assert records_storage() is storages["records"]


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
