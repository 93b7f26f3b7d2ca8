"""PDFs: our typeface embedded, our files alone, and no text that can break out."""

import io
import socket

import pikepdf
import pytest
from django.test import override_settings
from django.utils.html import escape

from lms.documents.checks import documents_have_a_typeface
from lms.documents.drawer.__main__ import AskedFiles, RefusedAddress
from lms.documents.drawer.wire import send
from lms.documents.pdf import Attachment, render_pdf
from lms.documents.pdf.fonts import NEEDED, Typeface, find_typeface
from lms.documents.pdf.own_files import NotOurs, read_own_file
from tests.pdf import text_of

REFUSED = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "https://example.org/font.ttf",
    "ftp://example.org/a",
    "static:../../lms/settings/base.py",
    "static:/etc/passwd",
    "media:../lms.sqlite3",
    "media:/etc/passwd",
    "font:../../../etc/passwd",
    "font:passwd",
    "record:certificates/2026/a.pdf",
    "data:text/html;base64,PGI+",
    "data:text/css,body{}",
    "javascript:alert(1)",
    "",
]
HOSTILE = [
    "x" * 10_000,
    "Nguyễn " * 1_400,
    "a" + "\u0301" * 500,
    "‮gnp.exe‬ \u2066tráo\u2069",
    "龍 한글 العربية 😀 \U0001f1fb\U0001f1f3 \u0378",
    "<script>alert(1)</script><img src='file:///etc/passwd'>",
    "{{7*7}} {% include 'base.html' %} ${7*7} #set($x=7)",
    "</style></title><link rel=attachment href=file:///etc/passwd>",
    "",
]


def page(body: str, title: str = "Thử") -> str:
    return (
        f'<html lang="vi"><head><title>{escape(title)}</title>'
        '<meta name="dcterms.created" content="2026-11-02T08:00:00+07:00">'
        '<style>body { font-family: "Official Serif" }</style></head>'
        f"<body>{body}</body></html>"
    )


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_ours_is_refused(address):
    with pytest.raises(NotOurs):
        read_own_file(address)
    here, there = socket.socketpair()
    with here, there:
        send(there, {})  # what the site answers
        with pytest.raises((RefusedAddress, ValueError)):
            AskedFiles(here).fetch(address)


def test_attack_39_a_page_that_names_foreign_files_is_made_without_them(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bi-mat-khong-duoc-in")
    hostile = (
        f'<img src="file://{secret}"><iframe src="file://{secret}"></iframe>'
        f'<object data="file://{secret}"></object><a rel="attachment" href="file://{secret}">a</a>'
        f'<link rel="attachment" href="file://{secret}"><style>@import "file://{secret}";</style>'
    )
    pdf = render_pdf(page(f"<p>Nội dung</p>{hostile}"))
    assert "Nội dung" in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments
        assert b"bi-mat" not in b"".join(
            stream.read_bytes()
            for stream in document.objects
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") != "/Image"
        )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_attack_39_text_of_any_kind_is_only_text(text):
    pdf = render_pdf(page(f"<p>{escape(text)}</p>", title=text))
    assert pdf.startswith(b"%PDF")
    if "{{" in text:
        assert "{{7*7}}" in text_of(pdf)
    if "<script>" in text:
        assert "<script>alert(1)</script>" in text_of(pdf)


def test_vietnamese_is_set_in_one_embedded_typeface():
    pdf = render_pdf(page("<p>Ủy ban nhân dân tỉnh: ệ ữ Ơ ₫ <b>Đậm ẫ</b> <i>nghiêng ỹ</i></p>"))
    assert "Ủy ban nhân dân tỉnh: ệ ữ Ơ ₫ Đậm ẫ nghiêng ỹ" in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = document.pages[0].Resources.Font
        names = {str(font.BaseFont).split("+")[1] for _key, font in fonts.items()}
        assert names == {"Official-Serif", "Official-Serif-Bold", "Official-Serif-Italic"}
        for _key, font in fonts.items():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_document_knows_its_language_title_and_archive_form():
    pdf = render_pdf(page("<p>a</p>", title="Giấy xác nhận"))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "vi"
        assert str(document.docinfo.Title) == "Giấy xác nhận"
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "3B"


def test_the_same_page_gives_the_same_bytes():
    first, second = (render_pdf(page("<p>a</p>"), identifier=b"0" * 16) for _i in range(2))
    assert first == second


def test_a_file_travels_inside_the_document():
    pdf = render_pdf(page("<p>a</p>"), attachments=[Attachment("so-lieu.json", b'{"a": 1}')])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.attachments["so-lieu.json"].get_file().read_bytes() == b'{"a": 1}'


def test_the_typeface_has_every_vietnamese_letter():
    typeface = find_typeface()
    assert typeface is not None
    assert {(face.weight, face.style) for face in typeface.faces} >= {
        (400, "normal"),
        (700, "normal"),
    }
    assert "ệ" in NEEDED


def test_a_typeface_without_vietnamese_letters_is_passed_over(tmp_path):
    from fontTools.fontBuilder import FontBuilder

    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        builder = FontBuilder(1000)
        builder.setupGlyphOrder([".notdef", "A"])
        builder.setupCharacterMap({65: "A"})
        builder.save(tmp_path / f"Tinos-{style}.ttf")
    with override_settings(LMS_FONT_FOLDERS=[str(tmp_path)]):
        found = find_typeface.__wrapped__()
    assert found is None or tmp_path not in found.faces[0].path.parents


def test_the_system_check_says_when_only_a_fallback_was_found(monkeypatch):
    monkeypatch.setattr(
        "lms.documents.checks.find_typeface", lambda: Typeface("DejaVuSerif", (), False)
    )
    assert [message.id for message in documents_have_a_typeface()] == ["core.W001"]
    monkeypatch.setattr("lms.documents.checks.find_typeface", lambda: None)
    assert [message.id for message in documents_have_a_typeface()] == ["core.E001"]
