"""Certificates in the CMS: designs to author, a register to read, one act: revoking."""

import io

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.models import Certificate, CertificateDesign
from tests.certificates.samples import issue
from tests.refusals import TURNED_AWAY, asked_to_sign_in, outcome


def listing(client, **query: str) -> str:
    return client.get(reverse("certificate:index"), query).content.decode()


def test_the_register_lists_filters_and_finds(cast, design, certificate, signed_in):
    client = signed_in(cast.admin)
    other = issue(cast.hung, design, source="e:2")
    assert certificate.register_number in listing(client)
    for query in ("tran thi lan", "Trần", certificate.serial.lower(), certificate.register_number):
        text = listing(client, q=query)
        assert certificate.register_number in text, query
        assert other.register_number not in text, query
    assert certificate.register_number in listing(client, status="valid")
    assert certificate.register_number not in listing(client, status="revoked")
    assert certificate.register_number not in listing(client, register_year="2020")
    assert certificate.register_number in listing(client, design=str(design.pk))


def test_the_register_needs_the_same_queries_for_few_and_many(
    cast, design, certificate, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.admin)
    listing(client)
    for n in range(15):
        issue(cast.hung, design, source=f"e:{n}")
    with django_assert_max_num_queries(30):
        listing(client)


def test_a_document_can_be_inspected_and_downloaded(cast, certificate, signed_in):
    client = signed_in(cast.admin)
    page = client.get(reverse("certificate:inspect", args=[certificate.pk])).content.decode()
    assert certificate.serial in page
    assert reverse("certificate:revoke", args=[certificate.pk]) in page
    assert client.post(reverse("certificate:pdf", args=[certificate.pk])).status_code == 302
    pdf = client.get(reverse("certificate:pdf", args=[certificate.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_nobody_edits_adds_copies_or_deletes(cast, certificate, signed_in):
    client = signed_in(cast.admin)
    for name in ("edit", "delete"):
        address = reverse(f"certificate:{name}", args=[certificate.pk])
        for answer in (client.get(address), client.post(address)):
            assert outcome(answer) == TURNED_AWAY
    assert outcome(client.post(reverse("certificate:add"))) == TURNED_AWAY
    assert Certificate.objects.count() == 1


def test_not_even_a_superuser_deletes_a_document(cast, certificate, signed_in):
    cast.admin.is_superuser = True
    cast.admin.save()
    address = reverse("certificate:delete", args=[certificate.pk])
    assert outcome(signed_in(cast.admin).post(address)) == TURNED_AWAY
    assert Certificate.objects.filter(pk=certificate.pk).exists()


def test_an_administrator_revokes_with_a_reason(cast, certificate, signed_in):
    client = signed_in(cast.admin)
    address = reverse("certificate:revoke", args=[certificate.pk])
    asked = client.get(address)
    assert asked.status_code == 200
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    assert client.post(address, {"reason": "   "}).context["form"].errors
    assert client.post(address, {"reason": "Thi hộ"}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.revocation_reason, certificate.revoked_by) == ("Thi hộ", cast.admin)
    assert ModelLogEntry.objects.filter(action="certificates.revoke").count() == 1


@pytest.mark.parametrize("name", ["revoke", "pdf", "inspect"])
def test_others_do_not_reach_the_register(cast, certificate, signed_in, name):
    register = reverse("certificate:index")
    address = reverse(f"certificate:{name}", args=[certificate.pk])
    for outsider in (cast.hung, cast.minh, cast.trainer, cast.approver):
        client = signed_in(outsider)
        works_here = outsider in (cast.trainer, cast.approver)
        refused = TURNED_AWAY if works_here else asked_to_sign_in(address)
        assert outcome(client.post(address, {"reason": "x"})) == refused, outsider
        assert outcome(client.get(address)) == refused, outsider
        refused = TURNED_AWAY if works_here else asked_to_sign_in(register)
        assert outcome(client.get(register)) == refused, outsider
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_exports_hold_the_register_and_run_nothing(cast, design, signed_in):
    cast.lan.full_name = "=HYPERLINK(1)"
    cast.lan.save()
    certificate = issue(cast.lan, design)
    client = signed_in(cast.admin)
    csv = client.get(reverse("certificate:index"), {"export": "csv"})
    text = b"".join(csv.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    xlsx = client.get(reverse("certificate:index"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert certificate.serial in [cell.value for cell in cells]


DESIGN = {
    "name": "Mẫu mới",
    "document_kind": "xac_nhan",
    "authority_decision": "",
    "governing_body": "Ủy ban nhân dân tỉnh",
    "issuer": "Sở Tư pháp",
    "place": "Bắc Giang",
    "register_suffix": "GXN-STP",
    "signer_title": "Giám đốc",
    "signer_name": "Trần Văn Mới",
    "note": "",
    "background": "",
}


def design_url(name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_certificates_certificatedesign:{name}", args=args)


def test_an_administrator_authors_a_design(cast, signed_in):
    client = signed_in(cast.admin)
    assert client.get(design_url("add")).status_code == 200
    assert client.post(design_url("add"), DESIGN).status_code == 302
    assert CertificateDesign.objects.get().issuer == "Sở Tư pháp"


def test_a_chung_chi_without_authority_is_explained_on_the_form(cast, signed_in):
    page = signed_in(cast.admin).post(design_url("add"), {**DESIGN, "document_kind": "chung_chi"})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"authority_decision"}
    assert not CertificateDesign.objects.exists()


def test_a_design_is_previewed_while_it_is_written(cast, design, signed_in):
    client = signed_in(cast.admin)
    address = design_url("preview_on_edit", design.pk)
    assert client.post(address, DESIGN).json()["is_valid"]
    text = client.get(address).content.decode()
    assert "Trần Văn Mới" in text
    assert "Nguyễn Thị Minh Hạnh" in text
    design.refresh_from_db()
    assert design.signer_name == "Nguyễn Văn Minh"


def test_a_design_that_was_used_stays(cast, design, certificate, signed_in):
    assert outcome(signed_in(cast.admin).post(design_url("delete", design.pk))) == TURNED_AWAY
    assert CertificateDesign.objects.filter(pk=design.pk).exists()


def test_trainers_do_not_author_designs(cast, design, signed_in):
    answer = signed_in(cast.trainer).post(design_url("edit", design.pk), DESIGN)
    assert outcome(answer) == TURNED_AWAY
    design.refresh_from_db()
    assert design.issuer == "Sở Khoa học và Công nghệ"
