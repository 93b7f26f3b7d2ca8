"""WeasyPrint behind a door: our typeface, our files, no network and no file system."""

import logging
import mimetypes
import threading
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.core.tokens import on_paper
from lms.documents.pdf.fonts import find_typeface

if TYPE_CHECKING:
    from lms.documents.pdf import Attachment

logger = logging.getLogger(__name__)

PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,")
# Pango's font map may not be shared by threads, and building one reads every font again.
_one_at_a_time = threading.Lock()


class RefusedAddress(ValueError):
    """The document names something that is not ours to print."""


class OwnFiles(URLFetcher):
    """Serves our typeface, static and media files and embedded pictures; refuses the rest."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content behind an address; raises `RefusedAddress` or `OSError`."""
        scheme, _colon, rest = url.partition(":")
        if url.startswith(PICTURES):
            return super().fetch(url, headers)
        try:
            if scheme == "font":
                return _answer(url, _read_font(rest))
            if scheme == "static":
                return _answer(url, _read_static(rest))
            if scheme == "media":
                with storages["default"].open(rest) as stored:
                    return _answer(url, stored.read())
        except SuspiciousOperation as error:
            raise RefusedAddress(url[:200]) from error
        raise RefusedAddress(url[:200])


def write_pdf(
    html: str,
    attachments: Sequence["Attachment"],
    pdf_variant: str | None,
    identifier: bytes | None,
) -> bytes:
    """Return the bytes of the PDF: see `lms.documents.pdf.render_pdf`."""
    fetcher = OwnFiles()
    embedded = [
        EmbeddedFile(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description or attachment.name,
            created=attachment.created,
            modified=attachment.created,
            relationship=attachment.relationship,
            url_fetcher=fetcher,
        )
        for attachment in attachments
    ]
    with _one_at_a_time:
        typeface_css, font_config = _typeface()
        own = [_tokens(), *([typeface_css] if typeface_css else [])]
        document = HTML(string=html, url_fetcher=fetcher)
        return bytes(
            document.write_pdf(
                stylesheets=own,
                font_config=font_config,
                attachments=embedded,
                pdf_variant=pdf_variant,
                pdf_identifier=identifier,
            )
        )


def _answer(url: str, content: bytes) -> URLFetcherResponse:
    kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
    return URLFetcherResponse(url, content, {"Content-Type": kind})


def _read_font(file_name: str) -> bytes:
    typeface = find_typeface()
    for face in typeface.faces if typeface else ():
        if face.path.name == file_name:
            return face.path.read_bytes()
    raise RefusedAddress(file_name)


def _read_static(path: str) -> bytes:
    found = finders.find(path)
    if not found:
        raise RefusedAddress(path)
    with open(found, "rb") as file:
        return file.read()


@lru_cache(maxsize=1)
def _tokens() -> CSS:
    """Return the tokens that documents colour themselves with, parsed once in a process."""
    return CSS(string=on_paper())


@lru_cache(maxsize=1)
def _typeface() -> tuple[CSS | None, FontConfiguration]:
    """Register the typeface once in a process."""
    font_config = FontConfiguration()
    typeface = find_typeface()
    if typeface is None:
        logger.error("No typeface with Vietnamese letters was found; documents may be unreadable.")
        return None, font_config
    css = CSS(string=typeface.css(), font_config=font_config, url_fetcher=OwnFiles())
    return css, font_config
