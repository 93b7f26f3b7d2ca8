"""The drawing process: WeasyPrint alone, without Django, database, keys or network.

    python -m lms.documents.drawer FD

It draws one document after the other that it gets by the socket FD, and asks the site for every
file a document names. It ends by itself when the site does, when nobody has asked for a while, or
when a document takes too long.
"""

import datetime as dt
import gc
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.documents.drawer.wire import LineBroken, receive, send

PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,")
OWN_SCHEMES = ("static", "media", "font")
# Whoever waits for a page, and answers of a running exam above all, go before documents.
NICENESS = 19
IDLE_SECONDS = 120
# The site ends a document that takes too long; this ends it when the site is there no more.
GRACE = 5
MEMORY = 3 * 1024**3


class RefusedAddress(ValueError):
    """The document names something that is not ours to print."""


class AskedFiles(URLFetcher):
    """Embedded pictures; our own files by asking the site for them; nothing else."""

    def __init__(self, line: socket.socket) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.line = line

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content behind an address; raises `RefusedAddress`."""
        if url.startswith(PICTURES):
            return super().fetch(url, headers)
        if url.partition(":")[0] not in OWN_SCHEMES:
            raise RefusedAddress(url[:200])
        send(self.line, {"need": url})
        head, blobs = receive(self.line)
        if not blobs:
            raise RefusedAddress(url[:200])
        return URLFetcherResponse(url, blobs[0], {"Content-Type": head["content_type"]})


class Told(logging.Handler):
    """Collects what WeasyPrint says about a document, for the log of the site."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < 20:
            self.lines.append(record.getMessage()[:300])


def main(line: socket.socket) -> None:
    _give_way()
    told, library = Told(), logging.getLogger("weasyprint")
    library.handlers, library.propagate = [told], False
    fetcher = AskedFiles(line)
    while True:
        line.settimeout(IDLE_SECONDS)
        try:
            job, contents = receive(line)
        except (LineBroken, TimeoutError):
            return
        told.lines = []
        # Without a handler the signal ends the process, wherever the library is.
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] + GRACE)
        line.settimeout(None)
        try:
            pdf = draw(job, contents, fetcher)
        except Exception as error:  # noqa: BLE001 - whatever the library stumbles over, it is told
            send(line, {"failed": f"{type(error).__name__}: {error}"[:500], "told": told.lines})
        else:
            send(line, {"done": True, "told": told.lines}, [pdf])
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.collect()


def draw(job: dict[str, Any], contents: Sequence[bytes], fetcher: URLFetcher) -> bytes:
    """Return the bytes of the PDF that a job asks for: see `lms.documents.pdf.pool`."""
    embedded = [
        EmbeddedFile(
            file_obj=BytesIO(content),
            name=attachment["name"],
            description=attachment["description"],
            created=dt.datetime.fromisoformat(attachment["created"]),
            modified=dt.datetime.fromisoformat(attachment["created"]),
            relationship=attachment["relationship"],
            url_fetcher=fetcher,
        )
        for attachment, content in zip(job["attachments"], contents, strict=True)
    ]
    typeface, fonts = _typeface(job["typeface"], fetcher)
    document = HTML(string=job["html"], url_fetcher=fetcher)
    return bytes(
        document.write_pdf(
            stylesheets=[_stylesheet(job["tokens"]), *typeface],
            font_config=fonts,
            attachments=embedded,
            pdf_variant=job["pdf_variant"],
            pdf_identifier=bytes.fromhex(job["identifier"]) if job["identifier"] else None,
        )
    )


@lru_cache(maxsize=1)
def _stylesheet(tokens: str) -> CSS:
    return CSS(string=tokens)


@lru_cache(maxsize=1)
def _typeface(css: str, fetcher: URLFetcher) -> tuple[list[CSS], FontConfiguration]:
    """Register the typeface once in a process: building a map of fonts reads them all again."""
    fonts = FontConfiguration()
    own = [CSS(string=css, font_config=fonts, url_fetcher=fetcher)] if css else []
    return own, fonts


def _give_way() -> None:
    """Be the first to wait, and the first to go when memory runs short."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    score = Path("/proc/self/oom_score_adj")
    if score.exists():
        score.write_text("1000")


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
