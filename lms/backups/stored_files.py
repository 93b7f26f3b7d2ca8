"""The files of a site in use: they come, grow and vanish while they are read."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage, Storage
from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused
from lms.core.storage import is_partial, written_storages

CHUNK = 1024 * 1024
IN_MEMORY = 16 * 1024 * 1024
TRIES = 5
PAUSE = 0.2  # seconds before a file that changed is read again
# What a restore puts beside the files in use: no part of the site.
RESTORING, BEFORE = ".restoring-", ".before-restore-"


@dataclass(frozen=True)
class Copy:
    """The content of a file as it was at one moment; not `steady` if it never stood still."""

    content: IO[bytes]
    size: int
    sha256: str
    steady: bool


def folders() -> dict[str, Path]:
    """Return the folder of each storage the site writes to, by the name of the storage."""
    return {alias: folder_of(storage) for alias, storage in written_storages()}


def folder_of(storage: Storage) -> Path:
    if not isinstance(storage, FileSystemStorage):
        raise BackupRefused(
            _("Files that are not kept in a folder of this machine are backed up by their store.")
        )
    return Path(storage.location)


def walk(folder: Path) -> Iterator[str]:
    """Return the names of all files below a folder; linked folders count, each of them once."""
    seen = set()
    for place, subfolders, names in os.walk(folder, followlinks=True, onerror=_refuse):
        real = os.path.realpath(place)
        if real in seen:
            subfolders.clear()
            continue
        seen.add(real)
        subfolders[:] = sorted(n for n in subfolders if not n.startswith((RESTORING, BEFORE)))
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not is_partial(name):
                yield str(path.relative_to(folder))


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def steady_copy(path: Path, spool: Path) -> Copy | None:
    """Copy a file until it did not change meanwhile; None when it has vanished.

    Large copies lie in the folder `spool` until they are closed.
    """
    copy = None
    for tries in range(TRIES):
        if copy is not None:
            copy.content.close()
            time.sleep(PAUSE * tries)
        try:
            copy = _copy(path, spool)
        except FileNotFoundError:
            return None
        if copy.steady:
            break
    return copy


def _copy(path: Path, spool: Path) -> Copy:
    content: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(spool))  # noqa: SIM115
    digest = hashlib.sha256()
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        left = before.st_size
        # No further than it was long: what grows for ever would never end.
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            content.write(chunk)
            digest.update(chunk)
            left -= len(chunk)
        after = os.fstat(file.fileno())
    content.seek(0)
    steady = left == 0 and (before.st_size, before.st_mtime_ns) == (
        after.st_size,
        after.st_mtime_ns,
    )
    return Copy(content, before.st_size - left, digest.hexdigest(), steady)
