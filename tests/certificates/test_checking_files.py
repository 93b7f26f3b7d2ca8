"""A file is what was issued, byte by byte, or it is not."""

import datetime as dt
import io
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command

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
