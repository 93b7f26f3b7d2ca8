"""What may be uploaded: a file must be what its name says."""

import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document
from wagtailmedia.models import Media

from lms.core.models import Picture
from lms.web.uploads import check_content
from tests.refusals import asked_to_sign_in, outcome

HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MP4 = struct.pack(">I4s4sI8s", 24, b"ftyp", b"isom", 512, b"isommp41") + bytes(200)


def zipped(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", f"{part}__document.xml": b"<x/>", **more})


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(buffer, kind)
    return buffer.getvalue()


GOOD = {
    "a.pdf": PDF,
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.odt": zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
    "a.txt": "Chuyển đổi số\n".encode(),
    "a.csv": "mã;tên\n001;Lan\n".encode(),
    "a.zip": zipped(a=b"1"),
    "a.png": picture("PNG"),
    "a.JPG": picture("JPEG"),
    "a.mp4": MP4,
}
BAD = {
    "page.pdf": HTML,
    "polyglot.pdf": HTML + PDF,
    "page.txt": HTML,
    "drawing.txt": SVG,
    "page-with-mark.txt": b"\xef\xbb\xbf" + HTML,
    "page.csv": b"  \n<html>",
    "binary.txt": b"abc\x00def" * 20,
    "sheet.docx": office("xl"),
    "macro.docx": office("word", **{"word__vbaProject.bin": b"x"}),
    "broken.xlsx": b"PK\x03\x04" + b"x" * 100,
    "empty.pdf": b"",
    "pdf.docx": PDF,
    "text.odt": zipped(mimetype=b"text/html"),
    "drawing.png": SVG,
    "page.jpg": HTML,
    "png.jpg": picture("PNG"),
    "page.mp4": HTML,
    "program.zip": b"MZ" + bytes(200),
    "drawing.svg": SVG,
    "page.html": HTML,
    "no-ending": PDF,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_passes(name):
    check_content(SimpleUploadedFile(name, GOOD[name]))


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_what_it_says_is_refused(name):
    with pytest.raises(ValidationError):
        check_content(SimpleUploadedFile(name, BAD[name]))


@pytest.fixture
def trainer(cast, signed_in):
    return signed_in(cast.trainer)


def upload(client, path, name, content, **fields):
    data = {"title": "Tệp", "file": SimpleUploadedFile(name, content), "tags": "", **fields}
    return client.post(path, data)


def test_a_trainer_uploads_a_document_and_not_a_page_in_disguise(trainer):
    assert upload(trainer, "/cms/documents/add/", "a.pdf", PDF).status_code == 302
    response = upload(trainer, "/cms/documents/add/", "b.pdf", HTML)
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert Document.objects.count() == 1


def test_a_trainer_uploads_a_picture_and_not_a_drawing_with_scripts(trainer):
    assert upload(trainer, "/cms/images/add/", "a.png", picture("PNG")).status_code == 302
    for name in ("b.svg", "b.png"):
        assert upload(trainer, "/cms/images/add/", name, SVG).status_code == 200
    assert Picture.objects.count() == 1


def test_a_trainer_uploads_a_video_and_not_a_page_in_disguise(trainer):
    fields = {"duration": "10", "width": "", "height": ""}
    assert upload(trainer, "/cms/media/video/add/", "a.mp4", MP4, **fields).status_code == 302
    assert upload(trainer, "/cms/media/video/add/", "b.mp4", HTML, **fields).status_code == 200
    assert upload(trainer, "/cms/media/video/add/", "b.exe", MP4, **fields).status_code == 200
    assert Media.objects.count() == 1


def test_uploading_many_at_once_is_checked_as_well(trainer):
    for path, name, content in (
        ("/cms/documents/multiple/add/", "a.pdf", HTML),
        ("/cms/images/multiple/add/", "a.png", SVG),
    ):
        trainer.post(path, {"files[]": SimpleUploadedFile(name, content)})
    assert not Document.objects.exists()
    assert not Picture.objects.exists()


def test_a_picture_above_the_limit_is_refused_with_the_limit(trainer, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    response = upload(trainer, "/cms/images/add/", "a.png", picture("PNG"))
    assert response.status_code == 200
    assert not Picture.objects.exists()


def test_attack_22_a_document_is_for_people_who_signed_in(trainer, client):
    upload(trainer, "/cms/documents/add/", "a.pdf", PDF)
    assert client.get(Document.objects.get().url).url.startswith(
        "/accounts/login/?next=/documents/"
    )


def test_a_document_is_handed_out_as_a_download_that_cannot_run(trainer, cast, signed_in):
    upload(trainer, "/cms/documents/add/", "a.pdf", PDF)
    response = signed_in(cast.lan).get(Document.objects.get().url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_refused_file_is_refused_in_one_sentence(cast):
    upload = SimpleUploadedFile("hong.txt", b"\x00\x01")
    form = get_document_form(Document)({"title": "Hỏng"}, {"file": upload}, user=cast.admin)
    assert [error.code for error in form.errors.as_data()["file"]] == ["content_mismatch"]


def test_attack_55_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(trainer, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 399
    assert upload(trainer, "/cms/images/add/", "a.png", picture("PNG")).status_code == 200
    assert not Picture.objects.exists()


def test_attack_55_where_a_picture_was_taken_is_not_handed_out(trainer, client, cast, signed_in):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 16.0, 30.0), 3: "E", 4: (106.0, 11.0, 0.0)}
    exif[0x010F] = "MÁY-ẢNH-CỦA-AI".encode().decode("latin-1")
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(buffer, "JPEG", exif=exif)
    upload(trainer, "/cms/images/add/", "a.jpg", buffer.getvalue())
    stored = Picture.objects.get()
    assert Image.open(stored.file).getexif().get_ifd(0x8825)
    for spec in ("width-400", "original", "max-2000x2000"):
        rendition = stored.get_rendition(spec)
        assert not Image.open(rendition.file).getexif().get_ifd(0x8825), spec
    for reader in (client, signed_in(cast.lan)):
        assert reader.get(stored.file.url).status_code == 404


def test_attack_55_nobody_has_pictures_made_in_any_size(client, cast, signed_in, trainer):
    """Sizes are those that templates ask for; there is no address to ask for another."""
    upload(trainer, "/cms/images/add/", "a.png", picture("PNG"))
    number = Picture.objects.get().pk
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=("x", number, "width-9000"))
    address = f"/cms/images/{number}/preview/width-9000/"
    assert outcome(signed_in(cast.lan).get(address)) == asked_to_sign_in(address)
