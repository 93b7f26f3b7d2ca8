"""The drawing processes of this process: started when they are needed, ended when they are not.

Each web process, task worker and command has its own, so that nothing has to be started or watched
beside it; how many draw at a time on the machine is `lms.documents.pdf.places`. A process that
dies or takes too long takes one document with it and nothing else.
"""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings

from lms.core.tokens import on_paper
from lms.documents.drawer.wire import LineBroken, receive, send
from lms.documents.pdf.exceptions import DrawerDied, NotDrawn, TooLong
from lms.documents.pdf.fonts import find_typeface
from lms.documents.pdf.own_files import NotOurs, read_own_file

if TYPE_CHECKING:
    from lms.documents.pdf import Attachment

logger = structlog.get_logger(__name__)

# A process is replaced before what libraries leave behind in memory adds up.
DOCUMENTS_EACH = 100
# What a drawing process may know of ours: where fonts and caches lie, no key and no database.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH")


class Drawer:
    """One drawing process and the line to it."""

    def __init__(self) -> None:
        self.line, other = socket.socketpair()
        kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        self.drawn = 0
        with ExitStack() as undone, other:
            undone.callback(self.line.close)
            self.process = subprocess.Popen(  # noqa: S603 - our own module, by our own Python
                [sys.executable, "-m", "lms.documents.drawer", str(other.fileno())],
                cwd=settings.BASE_DIR,
                env={**kept, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[other.fileno()],
            )
            undone.pop_all()

    @property
    def is_well(self) -> bool:
        return self.process.poll() is None and self.drawn < DOCUMENTS_EACH

    def draw(self, job: dict[str, Any], contents: Sequence[bytes]) -> bytes:
        """Return the PDF. Raises TooLong, DrawerDied, or NotDrawn for what cannot be drawn."""
        until = time.monotonic() + job["seconds"]
        self.drawn += 1
        try:
            send(self._for(until), job, contents)
            while True:
                head, blobs = receive(self._for(until))
                if "need" not in head:
                    break
                self._answer(head["need"], until)
        except TimeoutError as error:
            raise TooLong from error
        except (LineBroken, OSError) as error:
            raise DrawerDied from error
        for line in head["told"]:
            logging.getLogger("weasyprint").warning(line)
        if "failed" in head:
            logger.error("document_not_drawn", reason=head["failed"])
            raise NotDrawn
        return blobs[0]

    def end(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.wait()

    def _for(self, until: float) -> socket.socket:
        """Return the line, which is waited for until then."""
        self.line.settimeout(max(until - time.monotonic(), 0.001))
        return self.line

    def _answer(self, address: str, until: float) -> None:
        try:
            content_type, content = read_own_file(address)
        except NotOurs:
            send(self._for(until), {})
        else:
            send(self._for(until), {"content_type": content_type}, [content])


class Pool:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Drawer] = []

    def draw(self, job: dict[str, Any], contents: Sequence[bytes]) -> bytes:
        """Return the PDF. Raises NotDrawn in one of its forms."""
        drawer = self._take()
        was_used = bool(drawer.drawn)
        try:
            return self._draw_by(drawer, job, contents)
        except DrawerDied:
            # One that was used before may have ended for want of work just when it was asked.
            if not was_used:
                raise
        return self._draw_by(_new_drawer(), job, contents)

    def _draw_by(self, drawer: Drawer, job: dict[str, Any], contents: Sequence[bytes]) -> bytes:
        try:
            pdf = drawer.draw(job, contents)
        except BaseException as error:
            drawer.end()
            code = drawer.process.returncode
            logger.error("drawing_process_ended", reason=type(error).__name__, code=code)
            raise
        self._give_back(drawer)
        return pdf

    def _take(self) -> Drawer:
        with self._lock:
            while self._idle:
                drawer = self._idle.pop()
                if drawer.is_well:
                    return drawer
                drawer.end()
        return _new_drawer()

    def _give_back(self, drawer: Drawer) -> None:
        if not drawer.is_well:
            drawer.end()
            return
        with self._lock:
            self._idle.append(drawer)

    def forget(self) -> None:
        """Leave the processes to the one that started them; a fork begins with none."""
        self._lock = threading.Lock()
        for drawer in self._idle:
            drawer.line.close()
        self._idle = []


def _new_drawer() -> Drawer:
    """Return a new process. Raises DrawerDied when the system gives none, or no memory for it."""
    try:
        return Drawer()
    except OSError as error:
        logger.exception("drawing_process_not_started")
        raise DrawerDied from error


POOL = Pool()
os.register_at_fork(after_in_child=POOL.forget)


def draw(
    html: str,
    attachments: Sequence["Attachment"],
    pdf_variant: str | None,
    identifier: bytes | None,
) -> bytes:
    """Return the bytes of the PDF: see `lms.documents.pdf.render_pdf`."""
    typeface = find_typeface()
    if typeface is None:
        logger.error("no_typeface_with_vietnamese_letters")
    job = {
        "html": html,
        "tokens": on_paper(),
        "typeface": typeface.css() if typeface else "",
        "pdf_variant": pdf_variant,
        "identifier": identifier.hex() if identifier else "",
        "seconds": settings.LMS_DOCUMENT_SECONDS,
        "attachments": [
            {
                "name": each.name,
                "description": each.description or each.name,
                "relationship": each.relationship,
                "created": each.created.isoformat(),
            }
            for each in attachments
        ],
    }
    return POOL.draw(job, [each.content for each in attachments])
