"""From what is printed to the document: one template for the screen and for the PDF."""

import hashlib
from dataclasses import dataclass

import segno
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from certificates.models import CertificateDesign
from certificates.printing import PrintedCertificate
from lms.core.tokens import colour
from lms.documents.pdf import render_pdf

# In Vietnamese, as the document is. Screen readers say it, and the PDF holds it.
QR_TEXT = "Mã QR dẫn đến trang kiểm tra giá trị của giấy"
BACKGROUND_SPEC = "max-2400x1700|format-jpeg"


@dataclass(frozen=True)
class ShownDocument:
    """What `certificates/document.html` draws; `background` is an address, or empty."""

    printed: PrintedCertificate
    qr: SafeString
    background: str


def shown_document(printed: PrintedCertificate) -> ShownDocument:
    """Return the document for a page of the site."""
    background = storages["default"].url(printed.background) if printed.background else ""
    return ShownDocument(printed, qr_code(printed.verification_url), background)


def render_document(printed: PrintedCertificate) -> bytes:
    """Return the PDF. The same printed facts give the same bytes."""
    background = f"media:{printed.background}" if printed.background else ""
    # A legal document in Vietnamese, whatever the language of whoever opens it first.
    with override("vi"):
        html = render_to_string(
            "certificates/document_pdf.html",
            {
                "printed": printed,
                "qr": qr_code(printed.verification_url),
                "background": background,
            },
        )
    identifier = hashlib.sha256(printed.serial.encode()).digest()[:16]
    return render_pdf(html, pdf_variant="pdf/a-3a", identifier=identifier)


def qr_code(url: str) -> SafeString:
    """Return the drawing of a QR code as SVG; empty without an address."""
    if not url:
        return mark_safe("")
    drawing = segno.make_qr(url, error="m").svg_inline(
        border=0,
        dark=colour("document-code"),
        omitsize=True,
        svgclass="document__qr-code",
        lineclass=None,
        title=QR_TEXT,
    )
    # segno draws paths from the bits of the code: nothing of the address is in the markup.
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308


def background_of(design: CertificateDesign) -> str:
    """Return the storage name of the background at print size; empty without one."""
    if design.background is None:
        return ""
    return str(design.background.get_rendition(BACKGROUND_SPEC).file.name)
