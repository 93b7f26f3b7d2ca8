"""Issuing anew: a corrected document for the same completion, on purpose, linked both ways."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.exceptions import DocumentExpired, ReasonMissing
from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.services import reissue_certificate, revoke_certificate
from certificates.words import CertificateStatus
from lms.competencies.models import Competency, Evidence, EvidenceKind, Framework, ProficiencyLevel
from lms.competencies.services import record_evidence
from tests.certificates.samples import ISSUED_ON, issue
from tests.refusals import TURNED_AWAY, asked_to_sign_in, outcome

DAY = ISSUED_ON + dt.timedelta(days=20)
NOW = timezone.make_aware(dt.datetime.combine(DAY, dt.time(9)))


def reissue(certificate: Certificate, cast, **fields) -> Certificate:
    given = {"reason": "Sai họ tên", "now": NOW, **fields}
    return reissue_certificate(certificate=certificate, reissued_by=cast.admin, **given)


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


def test_the_corrected_document_prints_the_name_as_it_is_now_and_the_course_as_it_was(cast, design):
    old = issue(cast.lan, design, expires_on=ISSUED_ON + dt.timedelta(days=365))
    before = ensure_pdf(certificate_id=old.pk).pdf_sha256
    cast.lan.full_name = "Trần Thị Lân"
    cast.lan.save()
    new = reissue(old, cast)
    old.refresh_from_db()
    printed, was = printed_on(new), printed_on(old)
    assert (was.learner_name, printed.learner_name) == ("Trần Thị Lan", "Trần Thị Lân")
    for name in ("course_title", "course_code", "credited_periods", "started_on", "completed_on"):
        assert getattr(printed, name) == getattr(was, name)
    assert (new.issued_on, new.earned_on, new.expires_on) == (DAY, ISSUED_ON, old.expires_on)
    assert (new.replaces, old.replacement, new.edition) == (old, new, 2)
    assert new.register_sequence == old.register_sequence + 1
    assert new.serial != old.serial
    assert ensure_pdf(certificate_id=old.pk).pdf_sha256 == before


def test_one_document_of_the_completion_is_in_force(cast, certificate):
    new = reissue(certificate, cast)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert certificate.status_on(DAY - dt.timedelta(days=1)) == "valid"
    assert [certificate.status_on(DAY), new.status_on(DAY)] == ["superseded", "valid"]


def test_doing_it_again_gives_the_same_document_and_one_line_of_the_log(cast, certificate):
    assert reissue(certificate, cast) == reissue(certificate, cast, reason="Lý do khác")
    entry = ModelLogEntry.objects.get(action="certificates.reissue")
    assert (entry.user, entry.data["reason"]) == (cast.admin, "Sai họ tên")
    assert "Sai họ tên" in entry.message


def test_a_replaced_document_never_stands_again(cast, certificate):
    new = reissue(certificate, cast)
    revoke_certificate(certificate=new, revoked_by=cast.admin, reason="Gian lận", now=NOW)
    certificate = Certificate.objects.get(pk=certificate.pk)
    assert certificate.status_on(DAY) == "superseded"
    assert certificate in Certificate.objects.standing(CertificateStatus.SUPERSEDED, DAY)


def test_a_renewal_goes_before_the_correction_of_an_earlier_document(cast, design):
    first = issue(cast.lan, design)
    renewal = issue(cast.lan, design, "e:2", issued_on=ISSUED_ON + dt.timedelta(days=5))
    corrected = reissue(first, cast)
    statuses = [c.status_on(DAY) for c in (first, renewal, corrected)]
    assert statuses == ["superseded", "valid", "superseded"]


def test_revoking_a_replaced_document_leaves_the_evidence_of_the_corrected_one(
    cast, certificate, evidence
):
    new = reissue(certificate, cast)
    old = Certificate.objects.get(pk=certificate.pk)
    revoke_certificate(certificate=old, revoked_by=cast.admin, reason="Sai", now=NOW)
    evidence.refresh_from_db()
    assert evidence.revoked_on is None
    revoke_certificate(certificate=new, revoked_by=cast.admin, reason="Gian lận", now=NOW)
    evidence.refresh_from_db()
    assert evidence.revoked_on == DAY


def test_after_a_revocation_the_completion_is_issued_anew_only_on_purpose(
    cast, design, certificate, evidence
):
    day = ISSUED_ON + dt.timedelta(days=5)
    revoked_at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    revoke_certificate(
        certificate=certificate, revoked_by=cast.admin, reason="Nhầm", now=revoked_at
    )
    assert issue(cast.lan, design).revoked_at is not None
    new = reissue(certificate, cast, reason="Thu hồi nhầm")
    assert (new.status_on(DAY), Certificate.objects.get(edition=1).status_on(DAY)) == (
        "valid",
        "revoked",
    )
    assert issue(cast.lan, design) == new
    proving = [
        Evidence.objects.proving_on(on).filter(learner=cast.lan).exists()
        for on in (ISSUED_ON, day, DAY - dt.timedelta(days=1), DAY)
    ]
    assert proving == [True, False, False, True]
    # Revoking the new document takes along what was recorded anew.
    revoke_certificate(certificate=new, revoked_by=cast.admin, reason="Gian lận", now=NOW)
    assert not Evidence.objects.proving_on(DAY).exists()


def test_evidence_that_was_revoked_by_itself_stays_revoked(cast, certificate, evidence):
    Evidence.objects.update(revoked_on=ISSUED_ON, revocation_reason="Thi hộ")
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Nhầm", now=NOW)
    reissue(certificate, cast)
    assert Evidence.objects.count() == 1


def test_no_corrected_document_without_a_reason_or_of_one_that_has_expired(cast, design):
    old = issue(cast.lan, design, expires_on=DAY)
    with pytest.raises(ReasonMissing):
        reissue(old, cast, reason=" ")
    with pytest.raises(DocumentExpired):
        reissue(old, cast)
    assert Certificate.objects.count() == 1


def verify(client, certificate: Certificate) -> str:
    return client.get(certificate.get_verification_path()).content.decode()


def test_the_pages_of_both_name_each_other_and_the_old_one_leads_nowhere(cast, certificate, client):
    cast.lan.full_name = "Trần Thị Lân"
    cast.lan.save()
    new = reissue(certificate, cast, now=timezone.now())
    old_page, new_page = verify(client, certificate), verify(client, new)
    assert new.register_number in old_page
    assert certificate.register_number in new_page
    for hidden in (new.serial, "Trần Thị Lân", "Sai họ tên"):
        assert hidden not in old_page
    for hidden in (certificate.serial, "Sai họ tên"):
        assert hidden not in new_page


def test_a_revoked_document_that_was_issued_anew_names_the_new_one(cast, certificate, client):
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Nhầm")
    new = reissue(certificate, cast, now=timezone.now())
    page = verify(client, certificate)
    assert new.register_number in page
    assert "notice--error" in page


def address(certificate: Certificate) -> str:
    return reverse("certificate:reissue", args=[certificate.pk])


def test_an_administrator_issues_anew_from_the_register(cast, certificate, signed_in):
    client = signed_in(cast.admin)
    inspect = client.get(reverse("certificate:inspect", args=[certificate.pk]))
    assert address(certificate) in inspect.content.decode()
    cast.lan.full_name = "Trần Thị Lân"
    cast.lan.save()
    page = client.get(address(certificate)).content.decode()
    assert "Trần Thị Lan" in page
    assert "Trần Thị Lân" in page
    assert Certificate.objects.count() == 1
    said = {"reason": "Sai họ tên", "course_title": certificate.course_title}
    for _twice in range(2):
        answer = client.post(address(certificate), said)
    new = Certificate.objects.get(edition=2)
    assert answer.headers["Location"] == reverse("certificate:inspect", args=[new.pk])
    assert (new.reissued_by, new.reissue_reason) == (cast.admin, "Sai họ tên")
    register = client.get(reverse("certificate:index")).content.decode()
    assert certificate.register_number in register
    assert new.register_number in register
    inspect = client.get(reverse("certificate:inspect", args=[certificate.pk])).content.decode()
    assert address(certificate) not in inspect
    assert new.register_number in inspect


def test_another_title_of_the_course_is_printed(cast, certificate, signed_in):
    said = {"reason": "Sai tên khóa học", "course_title": " Tên  đúng "}
    signed_in(cast.admin).post(address(certificate), said)
    new = Certificate.objects.get(edition=2)
    assert (new.course_title, printed_on(new).course_title) == ("Tên đúng", "Tên đúng")


def test_a_refusal_is_said_at_the_form(cast, certificate, signed_in):
    client = signed_in(cast.admin)
    said = {"reason": "", "course_title": certificate.course_title}
    assert client.post(address(certificate), said).context["form"].errors["reason"]
    Certificate.objects.update(issued_on=ISSUED_ON, expires_on=ISSUED_ON + dt.timedelta(days=1))
    page = client.post(address(certificate), {**said, "reason": "Sai"})
    assert page.context["form"].errors["reason"]
    assert Certificate.objects.count() == 1


def test_nobody_else_issues_anew(cast, certificate, signed_in):
    path = address(certificate)
    for outsider, refusal in (
        (cast.hung, asked_to_sign_in(path)),
        (cast.lan, asked_to_sign_in(path)),
        (cast.trainer, TURNED_AWAY),
        (cast.approver, TURNED_AWAY),
    ):
        client = signed_in(outsider)
        assert outcome(client.get(path)) == refusal
        assert outcome(client.post(path, {"reason": "x", "course_title": "x"})) == refusal
    assert Certificate.objects.count() == 1
