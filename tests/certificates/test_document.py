"""The document itself: every value printed, one page, whatever the text."""

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from certificates.keeping import ensure_pdf
from certificates.models import CertificateDesign
from certificates.printing import PrintedCertificate, printed_on, printed_sample, size_of
from certificates.rendering import qr_code, render_document
from certificates.templatetags.certificates import last_words_together
from certificates.words import DocumentKind
from tests.certificates.samples import make_design
from tests.pdf import text_of


@pytest.fixture
def sample() -> PrintedCertificate:
    design = CertificateDesign(
        document_kind=DocumentKind.XAC_NHAN,
        governing_body="Ủy ban nhân dân tỉnh",
        issuer="Sở Khoa học và Công nghệ",
        place="Bắc Giang",
        signer_title="Giám đốc",
        signer_name="Nguyễn Văn Minh",
        register_suffix="GXN-SKHCN",
        note="Ghi chú riêng.",
    )
    return printed_sample(design)


def test_every_printed_value_stands_on_the_page(sample):
    printed = dataclasses.replace(
        sample,
        expires_on=dt.date(2028, 10, 23),
        verification_url="https://hoctap.tinh.example/verify/ABCD-EFGH-2345-6789/",
    )
    text = text_of(render_document(printed))
    for shown in (
        "ỦY BAN NHÂN DÂN TỈNH",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY XÁC NHẬN",
        "HOÀN THÀNH KHÓA HỌC TRỰC TUYẾN",
        "Nguyễn Thị Minh Hạnh",
        "02/09/1988",
        "Chuyên viên công nghệ thông tin, Văn phòng Ủy ban nhân dân tỉnh",
        "Từ chính quyền điện tử đến chính quyền số",
        "16 tiết, từ ngày 05/10/2026 đến ngày 23/10/2026",
        "Bắc Giang, ngày 23 tháng 10 năm 2026",
        "GIÁM ĐỐC",
        "Nguyễn Văn Minh",
        "0001/2026/GXN-SKHCN",
        "MAU2-MAU2-MAU2-MAU2",
        "CĐS-01",
        "Có giá trị đến hết ngày 22/10/2028",
        "https://hoctap.tinh.example/verify/ABCD-EFGH-2345-6789/",
        "không phải chữ ký số",
        "Ghi chú riêng.",
    ):
        assert shown in text, shown


def test_only_an_authorised_institution_prints_chung_chi(sample):
    confirmation = text_of(render_document(sample))
    assert "CHỨNG CHỈ" not in confirmation
    attested = dataclasses.replace(sample, document_kind=DocumentKind.CHUNG_NHAN)
    assert "GIẤY CHỨNG NHẬN" in text_of(render_document(attested))
    authorised = dataclasses.replace(
        sample, document_kind=DocumentKind.CHUNG_CHI, authority_decision="Quyết định số 12/QĐ-BNV"
    )
    text = text_of(render_document(authorised))
    assert "CHỨNG CHỈ" in text
    assert "Quyết định số 12/QĐ-BNV" in text


@pytest.mark.parametrize(
    "text",
    [
        "Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Thị Thùy Dương Ngọc Bích Phương Thảo " * 4,
        "x" * 300,
        "ữ" * 300,
        "a" + "\u0301" * 250,
        "\u202egnp.exe",
        "龍 한글 العربية 😀",
        "<script>alert(1)</script>{{7*7}}{% include 'base.html' %}",
        "<link rel=attachment href=file:///etc/passwd>",
    ],
    ids=range(8),
)
def test_the_document_is_one_page_whatever_the_text(sample, text):
    printed = dataclasses.replace(
        sample, learner_name=text, course_title=text, agency_name=text, issuer=text
    )
    pdf = render_document(printed)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        assert not document.attachments
        assert [round(float(n)) for n in document.pages[0].MediaBox[2:]] == [842, 595]
    if "{{" in text:
        assert "{{7*7}}" in text_of(pdf)


def test_text_without_end_is_cut_before_it_is_frozen(db):
    design = make_design(issuer="Sở " + "ữ" * 190)
    assert len(printed_sample(design).issuer) <= 300


def test_the_same_facts_give_the_same_bytes_in_any_language(sample):
    with override("vi"):
        first = render_document(sample)
    with override("en"):
        second = render_document(sample)
    assert first == second


def test_the_pdf_embeds_one_typeface_and_names_its_serial(certificate):
    issued = ensure_pdf(certificate_id=certificate.pk)
    with pikepdf.open(io.BytesIO(issued.pdf.read())) as document:
        fonts = document.pages[0].Resources.Font
        names = {str(font.BaseFont).split("+")[1] for _key, font in fonts.items()}
        assert {name.split("-")[0] for name in names} == {"Official"}
        assert str(document.docinfo.Keywords) == issued.serial
        assert str(document.Root.Lang) == "vi"
        assert bool(document.Root.MarkInfo.Marked)
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"


def test_the_address_on_the_document_is_that_of_the_site(certificate, settings):
    printed = printed_on(certificate)
    assert printed.verification_url == (
        settings.WAGTAILADMIN_BASE_URL + certificate.get_verification_path()
    )
    assert "<svg" in qr_code(printed.verification_url)


@pytest.mark.parametrize(
    ("length", "size"), [(0, "1"), (34, "1"), (35, "2"), (64, "3"), (500, "5")]
)
def test_longer_names_are_set_smaller(length, size):
    assert size_of("x" * length, (34, 50, 64, 85)) == size


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (dt.date(2026, 12, 9), "ngày 09 tháng 12 năm 2026"),
    ],
)
def test_dates_have_their_zeros_as_decree_30_writes_them(sample, day, written):
    assert dataclasses.replace(sample, issued_on=day).place_and_date == f"Bắc Giang, {written}"


def figures_of(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        return [str(o.get("/Alt", "")) for o in found if o.get("/S") == "/Figure"]


def test_every_figure_of_the_pdf_says_what_it_shows(sample):
    printed = dataclasses.replace(sample, verification_url="https://hoctap.tinh.example/verify/X/")
    figures = figures_of(render_document(printed))
    assert len(figures) == 3
    assert all(figures)
    assert any("Mã QR" in text for text in figures)


def test_the_code_says_on_the_page_what_it_is():
    drawing = qr_code("https://hoctap.tinh.example/verify/X/")
    assert 'role="img"' in drawing
    assert "<title>Mã QR" in drawing


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("Công Tằng Tôn Nữ Hoàng Thị Quỳnh Giao", "Công Tằng Tôn Nữ Hoàng Thị {Quỳnh Giao}"),
        ("Lan", "Lan"),
        ("Nguyễn Thị Minh Hạnh", "Nguyễn Thị Minh Hạnh"),
        (f"a {'x' * 300} b", f"a {'x' * 300} b"),
        (f"{'a ' * 20}<b> & c", f"{'a ' * 20}&lt;b&gt; {{&amp; c}}"),
        ("", ""),
    ],
)
def test_the_last_two_words_stay_together(text, lone):
    html = str(last_words_together(text))
    told = html.replace('<span class="document__together">', "{").replace("</span>", "}")
    assert told.strip() == lone.strip()


def test_there_is_room_for_a_signature_between_title_and_name(sample):
    html = render_to_string("certificates/document.html", {"printed": sample, "qr": "x"})
    title = html.index(sample.signer_title)
    place = html.index("document__signing-place")
    assert title < place < html.index(sample.signer_name)


def test_whichever_port_the_demonstration_is_served_from_stands_on_its_documents():
    script = Path("deploy/run-demo.sh").read_text(encoding="utf-8")
    assert 'export BASE_URL="${BASE_URL:-http://127.0.0.1:$port}"' in script
    assert 'port="${PORT:-8000}"' in script
