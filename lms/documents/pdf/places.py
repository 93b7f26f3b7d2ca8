"""How many documents are drawn on this machine at a time: for everybody, and for one person.

A place is a lock on a file, in which its holder writes for whom it is. The system takes the lock
back when its holder dies, so that no place is ever lost, whichever process was killed.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import structlog
from django.conf import settings

from lms.documents.pdf.exceptions import NoPlaceNow, NotDrawn, OneAtATime

logger = structlog.get_logger(__name__)

# Tasks and commands draw beside people, one after the other, so that neither starves the other.
BACKGROUND = "background"
ASK_AGAIN = 0.1  # seconds
# A command that waits for so long is not waiting for its turn any more.
PATIENCE = 900.0

_has_place: ContextVar[bool] = ContextVar("has_place", default=False)


@contextmanager
def place_for(person: int) -> Iterator[None]:
    """Draw for a person inside, or refuse at once. Raises NoPlaceNow or OneAtATime.

    Begin with it, before anything costly is computed for the document. Raises NotDrawn as well when
    the folder of places cannot be written.
    """
    try:
        held = _take_for(person)
    except OSError as error:
        raise _without_folder() from error
    token = _has_place.set(True)
    try:
        yield
    finally:
        _has_place.reset(token)
        os.close(held)


@contextmanager
def any_place() -> Iterator[None]:
    """Draw inside by the place that is held, or else wait for one of those of tasks and commands.

    Raises NoPlaceNow after a quarter of an hour.
    """
    if _has_place.get():
        yield
        return
    held = _wait_in_the_background()
    try:
        yield
    finally:
        os.close(held)


def _wait_in_the_background() -> int:
    until = time.monotonic() + PATIENCE
    try:
        while (held := _take(_folder() / BACKGROUND, BACKGROUND)) is None:
            if time.monotonic() > until:
                raise NoPlaceNow
            time.sleep(ASK_AGAIN)
    except OSError as error:
        raise _without_folder() from error
    return held


def _without_folder() -> NotDrawn:
    """Say in the log that the folder of places cannot be written, as on a full disk."""
    logger.exception("no_places_to_draw", folder=settings.LMS_DRAWING_FOLDER)
    return NotDrawn()


def _take_for(person: int) -> int:
    """Return the descriptor that holds a place. Looking and taking is one step for all."""
    door = os.open(_folder() / "door", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        free, same = [], 0
        for number in range(settings.LMS_DOCUMENT_PLACES):
            path = _folder() / f"place-{number}"
            if (held := _take(path, "")) is None:
                same += path.read_text() == str(person)
            else:
                free.append(held)
        try:
            if same >= settings.LMS_DOCUMENTS_PER_PERSON:
                raise OneAtATime
            if not free:
                raise NoPlaceNow
            held = free.pop(0)
            _write(held, str(person))
            return held
        finally:
            for other in free:
                os.close(other)
    finally:
        os.close(door)


def _take(path: Path, holder: str) -> int | None:
    """Return the descriptor that locks a file; None when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    _write(descriptor, holder)
    return descriptor


def _write(descriptor: int, holder: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, holder.encode(), 0)


def _folder() -> Path:
    folder = Path(settings.LMS_DRAWING_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
