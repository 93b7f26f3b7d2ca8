"""A file is handed out as it was issued, or drawn again on record, or refused with a sentence."""

import datetime as dt
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.checking import Finding, check_file
from certificates.exceptions import StorageUnavailable
from certificates.keeping import draw_missing, ensure_pdf
from certificates.models import Certificate, ReplacedFile
from lms.web.models import Postponed
from tests.certificates.samples import issue


@pytest.fixture
def issued(certificate) -> Certificate:
    return ensure_pdf(certificate_id=certificate.pk)


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def alter(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:200] + bytes([content[200] ^ 1]) + content[201:])


def swap(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 of somebody else")


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [lose, empty, truncate, alter, swap, put_a_folder]


def pdf_of(certificate: Certificate) -> str:
    return reverse("certificate_pdf", args=[certificate.serial])


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_never_served_and_is_drawn_again_on_record(
    cast, issued, signed_in, damage
):
    client, content = signed_in(cast.lan), Path(issued.pdf.path).read_bytes()
    damage(Path(issued.pdf.path))
    page = client.get(pdf_of(issued))
    assert page["Content-Type"].startswith("text/html")
    assert "data-go-on" in page.content.decode()
    # Looking has changed nothing.
    assert not ReplacedFile.objects.exists()
    assert client.post(pdf_of(issued)).status_code == 302
    assert client.get(pdf_of(issued)).content == content
    replaced = ReplacedFile.objects.get()
    assert replaced.name == issued.pdf.name
    assert replaced.pdf_sha256 == issued.pdf_sha256
    assert replaced.damage == ("altered" if damage in (empty, truncate, alter, swap) else "lost")
    entry = ModelLogEntry.objects.get(action="certificates.draw_again")
    assert entry.data["damage"] == replaced.damage


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_register_of_the_cms_serves_no_damaged_file_either(cast, issued, signed_in, damage):
    address, client = reverse("certificate:pdf", args=[issued.pk]), signed_in(cast.admin)
    damage(Path(issued.pdf.path))
    assert client.get(address)["Content-Type"].startswith("text/html")
    client.post(address)
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_a_copy_of_the_file_that_was_lost_stays_valid(issued, monkeypatch):
    content = Path(issued.pdf.path).read_bytes()
    lose(Path(issued.pdf.path))
    monkeypatch.setattr("certificates.keeping.render_document", lambda printed: b"%PDF-newer")
    again = ensure_pdf(certificate_id=issued.pk)
    assert again.pdf_sha256 != issued.pdf_sha256
    for copy in (content, b"%PDF-newer"):
        assert check_file(copy).finding == Finding.VALID
        assert check_file(copy).certificate == issued
    assert check_file(content + b"\n").finding == Finding.ALTERED


def test_what_was_put_in_the_place_of_a_file_is_kept_as_evidence(issued):
    path = Path(issued.pdf.path)
    swap(path)
    again = ensure_pdf(certificate_id=issued.pk)
    assert again.pdf.name != issued.pdf.name
    assert path.read_bytes() == b"%PDF-1.7 of somebody else"


class Refusing(FileSystemStorage):
    """A storage that does not answer; it raises what no file system would."""

    def _open(self, name, mode="rb"):
        raise RuntimeError("the bucket does not answer")


class Full(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(28, "No space left on device")


class Forgetting(FileSystemStorage):
    """Says that it keeps what it is given, and does not."""

    def _save(self, name, content):
        return name


def use(monkeypatch, storage: type[FileSystemStorage], folder: Path) -> None:
    field = Certificate._meta.get_field("pdf")
    monkeypatch.setattr(field, "storage", storage(location=folder))


def test_a_storage_that_does_not_answer_is_said_and_nothing_is_drawn_again(
    cast, issued, signed_in, monkeypatch, tmp_path
):
    use(monkeypatch, Refusing, tmp_path)
    client = signed_in(cast.lan)
    for ask in (client.get, client.post):
        answer = ask(pdf_of(issued))
        assert answer.status_code == 503
        assert "notice" in answer.content.decode()
    assert not ReplacedFile.objects.exists()


@pytest.mark.parametrize("storage", [Full, Forgetting])
def test_a_storage_that_keeps_nothing_leaves_the_document_owed(
    cast, certificate, signed_in, monkeypatch, tmp_path, storage
):
    use(monkeypatch, storage, tmp_path)
    assert signed_in(cast.lan).post(pdf_of(certificate)).status_code == 503
    with pytest.raises(StorageUnavailable):
        ensure_pdf(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert not certificate.pdf


def test_a_document_without_a_file_is_drawn_by_whoever_runs_next(certificate):
    Certificate.objects.update(issued_at=timezone.now())
    soon = timezone.now() + dt.timedelta(minutes=1)
    assert draw_missing(now=soon) == 0
    later = timezone.now() + dt.timedelta(minutes=3)
    assert [draw_missing(now=later) for _again in range(2)] == [1, 0]


def test_a_document_that_cannot_be_drawn_keeps_no_other_from_it(
    cast, design, certificate, monkeypatch
):
    from certificates import keeping

    other, draw = issue(cast.hung, design, source="e:9"), keeping.render_document

    def draw_others(printed):
        if printed.serial == certificate.serial:
            raise RuntimeError("no typeface")
        return draw(printed)

    monkeypatch.setattr(keeping, "render_document", draw_others)
    later = timezone.now() + dt.timedelta(minutes=3)
    assert draw_missing(now=later) == 1
    other.refresh_from_db()
    assert other.pdf
    assert Postponed.objects.get().key == str(certificate.pk)


def check_files(*options: str) -> str:
    out = StringIO()
    call_command("check_certificate_files", *options, stdout=out)
    return out.getvalue()


def test_the_nightly_check_names_damaged_files_and_draws_them_when_told(issued):
    assert check_files() == "1 files read\n"
    alter(Path(issued.pdf.path))
    out = StringIO()
    with pytest.raises(CommandError, match="1 files are not as they were issued"):
        call_command("check_certificate_files", stdout=out)
    assert out.getvalue().startswith(f"{issued.serial}: altered\n")
    assert f"{issued.serial}: altered, drawn again" in check_files("--draw-again")
    assert check_files() == "1 files read\n"


def test_the_nightly_check_draws_nothing_while_the_storage_does_not_answer(
    issued, monkeypatch, tmp_path
):
    use(monkeypatch, Refusing, tmp_path)
    with pytest.raises(CommandError):
        check_files("--draw-again")
    assert not ReplacedFile.objects.exists()


def dashboard(client) -> str:
    return client.get("/cms/").content.decode()


def test_the_dashboard_tells_of_damaged_and_of_missing_files(cast, issued, design, signed_in):
    panel, client = 'id="damaged-files', signed_in(cast.admin)
    assert panel not in dashboard(client)
    alter(Path(issued.pdf.path))
    ensure_pdf(certificate_id=issued.pk)
    assert panel in dashboard(client)
    assert panel not in dashboard(signed_in(cast.trainer))
    ReplacedFile.objects.update(replaced_at=timezone.now() - dt.timedelta(days=31))
    assert panel not in dashboard(client)
    issue(cast.hung, design, source="e:9")
    assert panel not in dashboard(client)
    Certificate.objects.update(issued_at=timezone.now() - dt.timedelta(hours=2))
    assert panel in dashboard(client)
