"""Certificates as every release has stored them: samples are kept and read."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from certificates.checking import Finding, check_file
from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.printing import PRINTED_VERSION, PrintedCertificate, printed_on
from certificates.rendering import render_document
from lms.core.frozen import NewerRecord
from tests.certificates.samples import issue

SAMPLES = Path(__file__).parent / "frozen"


def stored(version: int) -> dict[str, Any]:
    return json.loads((SAMPLES / f"printed-{version}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", range(PRINTED_VERSION + 1))
def test_a_certificate_of_every_version_prints_what_it_did(version) -> None:
    kept = stored(version)
    assert kept.get("version", 0) == version
    printed = PrintedCertificate.from_json(kept)
    assert printed.learner_name == "Nguyễn Thị Minh Hạnh"
    assert printed.document_title == "Giấy xác nhận hoàn thành khóa học trực tuyến"
    assert printed.place_and_date == "Bắc Giang, ngày 23 tháng 10 năm 2026"
    assert (printed.date_of_birth, printed.expires_on) == (dt.date(1988, 9, 2), None)
    assert (printed.credited_periods, printed.minutes) == (16, 720)
    assert {k: v for k, v in printed.to_json().items() if k != "version"}.items() >= {
        k: v for k, v in kept.items() if k != "version"
    }.items()


def test_the_shape_of_a_stored_certificate_changes_only_with_its_version() -> None:
    kept = stored(PRINTED_VERSION)
    assert PrintedCertificate.from_json(kept).to_json() == kept


def test_a_field_that_is_added_has_its_default_on_the_oldest_certificate() -> None:
    @dataclass(frozen=True, slots=True)
    class Later(PrintedCertificate):
        grade: str = "không xếp loại"

    later = Later.from_json(stored(0))
    assert (later.grade, later.serial) == ("không xếp loại", "MAU2-MAU2-MAU2-MAU2")


def test_a_certificate_of_a_later_release_is_refused() -> None:
    kept = {**stored(PRINTED_VERSION), "version": PRINTED_VERSION + 1}
    with pytest.raises(NewerRecord, match="a certificate is stored in version"):
        PrintedCertificate.from_json(kept)


def test_a_certificate_of_an_earlier_release_is_shown_verified_and_drawn_as_it_was(
    cast, design, client, signed_in
) -> None:
    certificate = ensure_pdf(certificate_id=issue(cast.lan, design).pk)
    with certificate.pdf.open("rb") as file:
        content = file.read()
    older = {key: value for key, value in certificate.printed.items() if key != "version"}
    Certificate.objects.filter(pk=certificate.pk).update(printed=older)
    certificate = Certificate.objects.get(pk=certificate.pk)

    page = client.get(reverse("verify_certificate", args=[certificate.serial]))
    assert "Trần Thị Lan" in page.content.decode()
    own = signed_in(cast.lan).get(reverse("certificate_detail", args=[certificate.serial]))
    assert certificate.register_number in own.content.decode()
    assert check_file(content).finding == Finding.VALID
    assert render_document(printed_on(certificate)) == content
    assert certificate.printed == older


def test_a_list_refuses_a_record_of_a_later_release_as_the_document_does(certificate):
    certificate.printed = {**certificate.printed, "version": 99, "document_kind": "xac_nhan"}
    with pytest.raises(NewerRecord):
        _ = certificate.printed_kind
