"""HTML to PDF, for every room that makes documents: see `render_pdf`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.documents.pdf.fonts import SERIF
from lms.documents.pdf.places import any_place, place_for
from lms.documents.pdf.pool import draw

__all__ = ["SERIF", "Attachment", "place_for", "render_pdf"]

# The archive form that may carry attachments; "pdf/a-3a" adds the tags that screen readers need.
ARCHIVE = "pdf/a-3b"


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF. `relationship` is one of ISO 32000-2, 7.11.3: Data, Source …"""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"
    created: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))


def render_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    pdf_variant: str | None = ARCHIVE,
    identifier: bytes | None = None,
) -> bytes:
    """Return the PDF of a whole HTML document.

    The document says its language (`<html lang="vi">`), its title and, as `<meta>`, its author,
    keywords and dates (`dcterms.created`): they become the metadata of the PDF. Text is set in
    `font-family: "Official Serif"`, which is always there. The only addresses it may name are
    `static:<path>`, `media:<name in the media storage>` and `data:` pictures; anything else is
    refused, and the document is made without it. With an identifier and a creation date, the same
    HTML gives the same bytes.

    It is drawn in a process of its own, one of few. A view holds a place for the person who asks
    (`place_for`); everything else waits for its turn. Raises NotDrawn.
    """
    with any_place():
        return draw(html, attachments, pdf_variant, identifier)
