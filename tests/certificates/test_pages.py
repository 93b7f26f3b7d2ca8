"""The official's own certificates: theirs alone, never cached, as issued."""

import hashlib

import pytest
from django.urls import reverse

from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.services import revoke_certificate
from lms.documents.pdf import place_for
from tests.certificates.samples import course_facts, issue


def url(name: str, certificate: Certificate) -> str:
    return reverse(name, args=[certificate.serial])


def test_the_list_shows_every_document_with_its_standing(cast, design, certificate, signed_in):
    issue(cast.lan, design, source="e:2")
    page = signed_in(cast.lan).get(reverse("my_certificates"))
    assert page.status_code == 200
    assert {row[0].status.value for row in page.context["rows"]} == {"valid", "superseded"}
    assert certificate.register_number in page.content.decode()


def test_without_any_the_list_says_what_to_do(cast, signed_in):
    page = signed_in(cast.lan).get(reverse("my_certificates"))
    assert 'href="/courses/"' in page.content.decode()


def test_the_list_needs_the_same_queries_for_one_and_for_twenty(
    cast, design, certificate, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.lan)
    client.get(reverse("my_certificates"))
    with django_assert_max_num_queries(12):
        client.get(reverse("my_certificates"))
    for n in range(20):
        issue(cast.lan, design, source=f"e:{n}", course=course_facts(reference=f"c{n}"))
    with django_assert_max_num_queries(12):
        client.get(reverse("my_certificates"))


def test_the_document_is_shown_in_vietnamese_whatever_the_language(cast, certificate, signed_in):
    client = signed_in(cast.lan)
    client.cookies["django_language"] = "en"
    text = client.get(url("certificate_detail", certificate)).content.decode()
    assert "Giấy xác nhận" in text
    assert "Trần Thị Lan" in text
    assert 'lang="vi"' in text
    assert "style=" not in text


@pytest.mark.parametrize("name", ["certificate_detail", "certificate_pdf"])
def test_somebody_elses_document_does_not_exist_for_an_outsider(cast, certificate, signed_in, name):
    for outsider in (cast.hung, cast.minh, cast.trainer, cast.admin):
        assert signed_in(outsider).get(url(name, certificate)).status_code == 404


@pytest.mark.parametrize("name", ["certificate_detail", "certificate_pdf"])
def test_a_visitor_is_asked_to_sign_in(client, certificate, name):
    assert client.get(url(name, certificate)).status_code == 302


def test_a_document_that_is_not_there_yet_is_made_when_that_is_posted(cast, certificate, signed_in):
    client, address = signed_in(cast.lan), url("certificate_pdf", certificate)
    page = client.get(address)
    certificate.refresh_from_db()
    assert page["Content-Type"].startswith("text/html")
    assert "data-go-on" in page.content.decode()
    assert not certificate.pdf
    detail = url("certificate_detail", certificate)
    assert f'<form method="post" action="{address}">' in client.get(detail).content.decode()
    assert client.post(address).url == address
    certificate.refresh_from_db()
    assert certificate.pdf
    assert f'<form method="post" action="{address}">' not in client.get(detail).content.decode()
    assert signed_in(cast.hung).post(address).status_code == 404


def test_a_download_is_the_kept_file_and_is_cached_nowhere(cast, certificate, signed_in):
    client = signed_in(cast.lan)
    ensure_pdf(certificate_id=certificate.pk)
    first = client.get(url("certificate_pdf", certificate))
    certificate.refresh_from_db()
    assert hashlib.sha256(first.content).hexdigest() == certificate.pdf_sha256
    assert first["Content-Type"] == "application/pdf"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in first["Cache-Control"]
    assert first["Content-Disposition"].startswith("attachment;")
    assert client.get(url("certificate_pdf", certificate)).content == first.content


def test_the_name_of_a_download_is_safe_whatever_people_are_called(cast, design, signed_in):
    cast.lan.full_name = 'Ng"uyễn\r\nX-Evil: 1/..\\' + "ữ" * 150
    cast.lan.save()
    certificate = ensure_pdf(certificate_id=issue(cast.lan, design).pk)
    header = signed_in(cast.lan).get(url("certificate_pdf", certificate))["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header
    assert "/" not in header.replace("utf-8''", "")
    assert header.startswith("attachment; filename*=utf-8''")


def test_a_revoked_document_says_why_to_its_owner(cast, certificate, signed_in):
    revoke_certificate(certificate=certificate, revoked_by=cast.admin, reason="Thi hộ")
    page = signed_in(cast.lan).get(url("certificate_detail", certificate))
    assert "Thi hộ" in page.content.decode()


def test_a_document_is_only_read(cast, certificate, signed_in):
    client = signed_in(cast.lan)
    assert client.post(url("certificate_detail", certificate)).status_code == 405
    for name in ("certificate_detail", "certificate_pdf"):
        assert client.delete(url(name, certificate)).status_code == 405


def test_the_file_survives_a_second_storage_name(cast, design, certificate):
    other = issue(cast.hung, design, source="e:9")
    names = {ensure_pdf(certificate_id=c.pk).pdf.name for c in (certificate, other)}
    assert len(names) == 2


def test_who_has_another_document_drawn_waits_for_this_one(cast, certificate, signed_in):
    client, address = signed_in(cast.lan), url("certificate_pdf", certificate)
    with place_for(cast.lan.pk):
        page = client.post(address)
        assert page.status_code == 503
        assert "Refresh" in page
    assert client.post(address).status_code == 302


def test_a_kept_document_needs_no_place(cast, certificate, signed_in):
    ensure_pdf(certificate_id=certificate.pk)
    with place_for(cast.lan.pk):
        answer = signed_in(cast.lan).get(url("certificate_pdf", certificate))
    assert answer["Content-Type"] == "application/pdf"
