"""Anybody may verify a document; nobody learns more than its face value, or walks the serials."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from certificates.serials import file_name, normalise_serial
from certificates.services import revoke_certificate
from tests.certificates.samples import ISSUED_ON, issue


def verify(client: Client, serial: str) -> str:
    return client.get(reverse("verify_certificate", args=[serial])).content.decode()


def test_the_public_page_shows_the_least(cast, certificate, client):
    cast.lan.date_of_birth = dt.date(1990, 2, 1)
    cast.lan.save()
    text = verify(client, certificate.serial)
    for shown in (
        "Trần Thị Lan",
        "Từ chính quyền điện tử đến chính quyền số",
        "Sở Khoa học và Công nghệ",
        certificate.register_number,
        "05/10/2026",
        "23/10/2026",
    ):
        assert shown in text
    for hidden in ("1990", "lan@tinh.example", "Chuyên viên", ">lan<", "enrolment:"):
        assert hidden not in text


def test_all_of_a_chain_of_six_verify(cast, design, client):
    chain = [
        issue(cast.lan, design, source=f"e:{n}", issued_on=ISSUED_ON + dt.timedelta(days=n))
        for n in range(6)
    ]
    statuses = []
    for certificate in chain:
        page = client.get(reverse("verify_certificate", args=[certificate.serial]))
        assert page.status_code == 200
        statuses.append(page.context["status"].value)
    assert statuses == ["superseded"] * 5 + ["valid"]


def test_a_revoked_document_says_so_without_the_reason(cast, certificate, client):
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Thi hộ người khác")
    page = client.get(reverse("verify_certificate", args=[certificate.serial]))
    assert page.context["status"] == "revoked"
    assert "notice--error" in page.content.decode()
    assert "Thi hộ" not in page.content.decode()


def test_an_expired_document_says_so(cast, design, client):
    certificate = issue(cast.lan, design, expires_on=ISSUED_ON + dt.timedelta(days=1))
    page = client.get(reverse("verify_certificate", args=[certificate.serial]))
    assert page.context["status"] == "expired"


@pytest.mark.parametrize(
    "serial", ["ABCD-EFGH-2345-6789", "1", "' OR 1=1 --", "<script>", "%00", "x" * 3000, "..", "é"]
)
def test_an_unknown_serial_is_a_friendly_404(db, client, serial):
    page = client.get(reverse("verify_certificate", args=[serial]))
    assert page.status_code == 404
    assert 'name="serial"' in page.content.decode()
    assert "<script>" not in page.content.decode().replace("<script src", "")


def test_serials_are_taken_as_people_type_them(certificate, client):
    bare = certificate.serial.replace("-", "").lower()
    typed = [
        bare,
        f"  {certificate.serial} ",
        " ".join(bare[i : i + 4] for i in range(0, 16, 4)),
        certificate.serial.replace("-", "–"),
        f"https://hoctap.tinh.example/verify/{certificate.serial}/",
    ]
    for text in typed:
        answer = client.get(reverse("certificate_lookup"), {"serial": text})
        assert answer.headers["Location"] == certificate.get_verification_path(), text


def test_what_cannot_be_a_serial_is_explained_on_the_form(db, client):
    for text in ("", "abc", "O0O0-IIII-LLLL-UUUU", "😀" * 16):
        page = client.get(reverse("certificate_lookup"), {"serial": text})
        assert page.status_code == 200
        assert page.context["form"].errors


def test_search_engines_are_kept_out(certificate, client):
    for address in (reverse("certificate_lookup"), certificate.get_verification_path()):
        assert "noindex" in client.get(address)["X-Robots-Tag"]


def test_attack_10_who_asks_too_often_is_told_to_wait(certificate, client, settings):
    settings.LMS_VERIFICATIONS_PER_MINUTE = 3
    address = certificate.get_verification_path()
    codes = [client.get(address, REMOTE_ADDR="10.0.0.1").status_code for _i in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert client.get(address, REMOTE_ADDR="10.0.0.2").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "header"),
    [
        (0, "{forged}"),
        (1, "{forged}, 10.0.0.1"),
        (2, "{forged}, 10.0.0.1, 172.16.0.1"),
    ],
)
def test_attack_8_a_forged_forwarding_header_escapes_no_limit(
    certificate, client, settings, proxies, header
):
    """Each proxy adds the address it was asked from; what the client claims stands before."""
    settings.LMS_VERIFICATIONS_PER_MINUTE = 2
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    address = certificate.get_verification_path()

    def status(forged: str) -> int:
        sent = {"x-forwarded-for": header.format(forged=forged)}
        return client.get(address, headers=sent, REMOTE_ADDR="172.16.0.9").status_code

    assert [status(f"1.2.3.{n}") for n in range(4)] == [200, 200, 429, 429]
    # Nor does it use up what somebody else may ask.
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client.get(address, REMOTE_ADDR="1.2.3.1").status_code == 200


def test_the_public_page_costs_few_queries(certificate, client, django_assert_max_num_queries):
    verify(client, certificate.serial)
    with django_assert_max_num_queries(4):
        verify(client, certificate.serial)


def test_hostile_text_is_shown_as_text(cast, design, client):
    cast.lan.full_name = "<img src=x onerror=alert(1)> {{7*7}}"
    cast.lan.save()
    text = verify(client, issue(cast.lan, design).serial)
    assert "<img src=x" not in text
    assert "{{7*7}}" in text


def test_normalising_is_idempotent(certificate):
    assert Certificate.objects.filter(serial=normalise_serial(certificate.serial)).exists()


@pytest.mark.parametrize(
    "text",
    [
        "ABCD-EFGH-2345-6789",
        "abcdefgh23456789",
        "https://hoctap.tinh.example/vi/verify/ABCD-EFGH-2345-6789//",
        "verify/abcd efgh 2345 6789",
    ],
)
def test_a_serial_is_written_in_four_groups_of_four(text):
    assert normalise_serial(text) == "ABCD-EFGH-2345-6789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABCD-EFGH-2345-678",
        "ABCD-EFGH-2345-6789-A",
        "ABCD-EFGH-2345-6789-ABCD",
        "ABCD-EFGH-2345-678O",
        "0000-0000-0000-0000",
        "ABCD-EFGH-2345-6789/x",
    ],
)
def test_what_is_too_short_too_long_or_of_other_letters_is_no_serial(text):
    assert normalise_serial(text) == ""


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("a", "b"), "a-b.pdf"),
        (("a", "", "b"), "a-b.pdf"),
        (("/a/",), "a.pdf"),
        (('\\:*?"<>|;%a',), "a.pdf"),
        (("a\u202eb",), "ab.pdf"),
        (("../../etc/passwd",), "etc-passwd.pdf"),
        (("a\r\nSet-Cookie: x=1",), "a-Set-Cookie-x=1.pdf"),
        (("",), "document.pdf"),
        (("...",), "document.pdf"),
    ],
)
def test_attack_43_names_of_files_are_harmless(parts, name):
    assert file_name(*parts) == name


def test_names_of_files_fit_every_file_system():
    assert file_name("a" * 500) == f"{'a' * 180}.pdf"
    # No letter is cut in two.
    assert file_name("a" + "ữ" * 500) == f"a{'ữ' * 59}.pdf"
    assert file_name("ữ" * 60 + "-b") == f"{'ữ' * 60}.pdf"
    assert file_name("a" * 179 + "-b") == f"{'a' * 179}.pdf"


def test_a_file_of_another_kind_has_its_own_ending():
    assert file_name("a", extension="xlsx") == "a.xlsx"
    assert file_name("", extension="xlsx") == "document.xlsx"
