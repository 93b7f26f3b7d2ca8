"""A document on a changed result stands until a person decides; the decision is on record."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.doubts import decide_doubt, raise_doubt
from certificates.exceptions import ReasonMissing
from certificates.models import Certificate, Doubt
from certificates.services import reissue_certificate, revoke_certificate
from certificates.words import DoubtDecision
from tests.refusals import TURNED_AWAY, outcome

CAUSE = "Chấm lại: không còn đạt"


@pytest.fixture
def doubt(cast, certificate) -> Doubt:
    doubt = raise_doubt(source_reference="enrolment:1", cause=CAUSE, raised_by=cast.trainer)
    assert doubt is not None
    return doubt


def test_a_doubt_is_raised_once_and_the_document_stands(cast, certificate, doubt):
    assert raise_doubt(source_reference="enrolment:1", cause="Lần hai") == doubt
    assert Certificate.objects.get().status == "valid"
    assert list(Doubt.objects.open()) == [doubt]


def test_without_a_document_or_after_its_revocation_there_is_nothing_to_doubt(cast, certificate):
    assert raise_doubt(source_reference="enrolment:9", cause=CAUSE) is None
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Nhầm")
    assert raise_doubt(source_reference="enrolment:1", cause=CAUSE) is None


def test_the_corrected_document_is_the_one_in_doubt(cast, certificate):
    new = reissue_certificate(certificate=certificate, reissued_by=cast.admin, reason="Sai tên")
    doubt = raise_doubt(source_reference="enrolment:1", cause=CAUSE)
    assert doubt is not None
    assert doubt.certificate == new


def test_keeping_is_recorded_with_its_reason_and_final(cast, doubt):
    with pytest.raises(ReasonMissing):
        decide_doubt(doubt=doubt, decision=DoubtDecision.KEPT, reason=" ", decided_by=cast.admin)
    for decision, reason in (
        (DoubtDecision.KEPT, "Lỗi của đáp án"),
        (DoubtDecision.REVOKED, "Khác"),
    ):
        decide_doubt(doubt=doubt, decision=decision, reason=reason, decided_by=cast.admin)
    doubt.refresh_from_db()
    assert (doubt.decision, doubt.decision_reason) == ("kept", "Lỗi của đáp án")
    assert Certificate.objects.get().status == "valid"
    entry = ModelLogEntry.objects.get(action="certificates.keep")
    assert (entry.user, entry.data["cause"]) == (cast.admin, CAUSE)
    assert "Lỗi của đáp án" in entry.message
    # A further change of the result is a further doubt.
    assert raise_doubt(source_reference="enrolment:1", cause="Lần hai") != doubt


def test_revoking_revokes_the_document(cast, doubt):
    decide_doubt(
        doubt=doubt, decision=DoubtDecision.REVOKED, reason="Không đạt", decided_by=cast.admin
    )
    certificate = Certificate.objects.get()
    assert (certificate.status, certificate.revocation_reason) == ("revoked", "Không đạt")
    assert not Doubt.objects.open().exists()


def test_what_is_no_decision_is_refused(cast, doubt):
    word: Any = "nonsense"
    with pytest.raises(ValueError, match=word):
        decide_doubt(doubt=doubt, decision=word, reason="x", decided_by=cast.admin)


def address(certificate: Certificate) -> str:
    return reverse("certificate:decide", args=[certificate.pk])


def test_administrators_see_it_on_the_front_page_and_decide(cast, certificate, doubt, signed_in):
    client = signed_in(cast.admin)
    home = client.get("/cms/").content.decode()
    assert CAUSE in home
    assert address(certificate) in home
    assert CAUSE not in signed_in(cast.trainer).get("/cms/").content.decode()
    listed = client.get(reverse("certificate:index"), {"in_doubt": "true"}).content.decode()
    assert certificate.register_number in listed
    inspect = reverse("certificate:inspect", args=[certificate.pk])
    assert address(certificate) in client.get(inspect).content.decode()
    assert CAUSE in client.get(address(certificate)).content.decode()
    assert client.post(address(certificate), {"decision": "kept"}).context["form"].errors
    answer = client.post(address(certificate), {"decision": "kept", "reason": "Giữ"})
    assert answer.headers["Location"] == inspect
    assert CAUSE not in client.get("/cms/").content.decode()
    assert address(certificate) not in client.get(inspect).content.decode()
    listed = client.get(reverse("certificate:index"), {"in_doubt": "true"}).content.decode()
    assert certificate.register_number not in listed


def test_nobody_else_decides(cast, certificate, doubt, signed_in):
    for outsider in (cast.trainer, cast.approver):
        said = {"decision": "revoked", "reason": "x"}
        assert outcome(signed_in(outsider).post(address(certificate), said)) == TURNED_AWAY
    assert Doubt.objects.open().exists()
