"""A file is what was issued, byte by byte, or it is not."""

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from certificates.checking import CheckedFile, Finding, check_file
from certificates.keeping import ensure_pdf
from certificates.models import Certificate
from certificates.services import revoke_certificate
from tests.certificates.samples import ISSUED_ON, issue


@pytest.fixture
def issued(certificate) -> Certificate:
    return ensure_pdf(certificate_id=certificate.pk)


def check(path: Path) -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("verify_certificate", str(path), stdout=output)
    except SystemExit as stop:
        return int(stop.code or 0), output.getvalue()
    return 0, output.getvalue()


def saved(certificate: Certificate, folder: Path) -> Path:
    path = folder / "giay.pdf"
    path.write_bytes(certificate.pdf.read())
    return path


def test_the_file_as_issued_is_valid(issued, tmp_path):
    code, said = check(saved(issued, tmp_path))
    assert code == 0
    assert said.startswith("valid: ")
    assert issued.serial in said


def test_an_expired_a_superseded_and_a_revoked_file_are_told_apart(cast, design, issued, tmp_path):
    path = saved(issued, tmp_path)
    issue(cast.lan, design, source="e:2")
    assert check(path) == (4, f"superseded: {issued.serial}, {issued.register_number}\n")
    Certificate.objects.filter(pk=issued.pk).update(expires_on=ISSUED_ON + dt.timedelta(days=1))
    assert check(path)[0] == 3
    revoke_certificate(certificate=issued, revoked_by=cast.admin, reason="Gian lận")
    assert check(path)[0] == 5


def test_one_changed_byte_makes_it_altered(issued, tmp_path):
    path = saved(issued, tmp_path)
    path.write_bytes(path.read_bytes() + b"\n")
    code, said = check(path)
    assert code == 6
    assert said.startswith("altered: ")


def test_a_rewritten_document_that_names_our_serial_is_altered(issued, tmp_path):
    path = saved(issued, tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.docinfo["/Title"] = "Chứng chỉ của người khác"
        document.save(path)
    assert check(path)[0] == 6


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\nbroken", b"\x00" * 1000])
def test_any_other_file_is_unknown(db, tmp_path, content):
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    assert check(path) == (7, "unknown\n")


def test_a_foreign_pdf_is_unknown(db, tmp_path):
    document = pikepdf.new()
    document.add_blank_page()
    output = io.BytesIO()
    document.save(output)
    path = tmp_path / "file.pdf"
    path.write_bytes(output.getvalue())
    assert check(path)[0] == 7


def pdf_with(write: Callable[[pikepdf.Pdf], object], **how_to_save: Any) -> bytes:
    """Return a PDF of one page with what is written into it."""
    document = pikepdf.new()
    document.add_blank_page()
    write(document)
    output = io.BytesIO()
    document.save(output, fix_metadata_version=False, **how_to_save)
    return output.getvalue()


def in_the_information(text: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda document: document.docinfo.__setitem__("/Keywords", text)


def in_the_metadata(text: str) -> Callable[[pikepdf.Pdf], None]:
    def write(document: pikepdf.Pdf) -> None:
        with document.open_metadata(update_docinfo=False) as metadata:
            metadata["pdf:Keywords"] = text

    return write


@pytest.mark.parametrize("place", [in_the_information, in_the_metadata])
def test_a_foreign_file_that_names_our_serial_in_either_place_is_altered(
    cast, design, certificate, place
):
    issue(cast.hung, design, source="e:2")
    altered = CheckedFile(Finding.ALTERED, certificate)
    assert check_file(pdf_with(place(certificate.serial))) == altered
    assert check_file(pdf_with(place(f" {certificate.serial.lower()} "))) == altered
    unknown = CheckedFile(Finding.UNKNOWN, None)
    assert check_file(pdf_with(place("ABCD-EFGH-2345-6789"))) == unknown
    assert check_file(pdf_with(place("no serial"))) == unknown


@pytest.mark.parametrize(
    "content",
    [
        pdf_with(lambda document: document.docinfo.__setitem__("/Keywords", pikepdf.Array([1]))),
        pdf_with(lambda document: document.Root.__setitem__("/Metadata", pikepdf.Array([1]))),
        pdf_with(
            lambda document: document.Root.__setitem__("/Metadata", document.make_stream(b"<x"))
        ),
        pdf_with(lambda _document: None),
        pdf_with(lambda _document: None, encryption=pikepdf.Encryption(user="a", owner="b")),
    ],
    ids=["odd information", "odd metadata", "broken metadata", "nothing", "locked"],
)
def test_a_foreign_pdf_of_any_making_is_unknown(certificate, content):
    assert check_file(content) == CheckedFile(Finding.UNKNOWN, None)


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({}, Finding.VALID),
        ({"expires_on": ISSUED_ON + dt.timedelta(days=1)}, Finding.EXPIRED),
        ({"revoked_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}, Finding.REVOKED),
    ],
)
def test_the_exact_bytes_have_the_standing_of_their_document(
    cast, design, certificate, fields, finding
):
    issue(cast.hung, design, source="e:2")
    content = b"as issued"
    Certificate.objects.filter(pk=certificate.pk).update(
        pdf_sha256=hashlib.sha256(content).hexdigest(), **fields
    )
    assert check_file(content) == CheckedFile(finding, certificate)


def test_a_missing_file_is_named(db, tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("verify_certificate", str(tmp_path / "nothing.pdf"))
    assert "nothing.pdf" in str(caught.value)
    assert caught.value.returncode == 2


def test_lost_tasks_are_made_up_for(certificate):
    output = StringIO()
    call_command("render_certificates", stdout=output)
    certificate.refresh_from_db()
    assert certificate.pdf
    assert "1 of 1" in output.getvalue()
