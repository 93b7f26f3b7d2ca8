"""Making a backup: under a temporary name until it was read back, then under its own."""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.backups.archive import (
    check_members,
    entry_of,
    extract,
    opened,
    read_manifest,
    write_member,
)
from lms.backups.databases import engine_of_site
from lms.backups.engines import Engine, KeptFile, Snapshot
from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import MEMBER, Entry, Manifest
from lms.backups.stored_files import folders, steady_copy, walk

PARTIAL = ".lms-backup-"
NAMES = "lms-????????-??????.zip"


@dataclass
class Made:
    """`notes` name what the site itself lacks, and what never stood still."""

    path: Path
    manifest: Manifest
    size: int
    seconds: float
    notes: list[str] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)


def back_up(*, folder: Path, keep: int | None = None, now: dt.datetime | None = None) -> Made:
    """Write a backup of the database and all files into `folder`; keep the newest `keep`.

    Raises `BackupRefused`, and leaves nothing that looks like a backup then.
    """
    began = time.monotonic()
    moment = timezone.localtime(now)
    _check_folder(folder)
    target = folder / f"lms-{moment:%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise BackupRefused(_("%(path)s is there already.") % {"path": target})
    with failures_as_refusals():
        _remove_partials(folder)
        with _partial(folder) as work:
            archive = work / "archive"
            manifest, notes = _write(archive, work, moment)
            _read_back(archive, work)
            _sync(archive)
            archive.rename(target)
            _sync(folder)
    made = Made(target, manifest, target.stat().st_size, time.monotonic() - began, notes)
    if keep is not None:
        made.removed = _remove_older(folder, manifest.site, keep)
    return made


@contextmanager
def failures_as_refusals() -> Iterator[None]:
    """Say in one sentence what the disk or the database refused."""
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise BackupRefused(f"{error.strerror or error}{where}.") from error
    except (sqlite3.Error, DatabaseError, zipfile.LargeZipFile) as error:
        reason, *_more = str(error).strip().splitlines() or [type(error).__name__]
        raise BackupRefused(f"{reason}.") from error


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BackupRefused(_("The folder %(path)s does not exist.") % {"path": folder})
    for own in folders().values():
        if folder.resolve().is_relative_to(own.resolve()):
            raise BackupRefused(
                _("%(path)s lies among the files of the site: choose a folder apart from them.")
                % {"path": folder}
            )


@contextmanager
def _partial(folder: Path) -> Iterator[Path]:
    """Give a folder for what is not finished; locked as long as this process lives."""
    work = Path(tempfile.mkdtemp(prefix=PARTIAL, suffix=".partial", dir=folder))
    lock = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield work
    finally:
        os.close(lock)
        shutil.rmtree(work, ignore_errors=True)


def _remove_partials(folder: Path) -> None:
    """Remove what processes have left that were killed: nobody holds its lock."""
    for left in folder.glob(f"{PARTIAL}*.partial"):
        lock = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left)
        except BlockingIOError:
            pass
        finally:
            os.close(lock)


def _write(archive: Path, work: Path, moment: dt.datetime) -> tuple[Manifest, list[str]]:
    """Copy the database first: the files that its rows name are on the disk by then."""
    engine = engine_of_site()
    dump = work / f"database.{engine.ending}"
    snapshot = engine.dump(dump)
    database = Entry(dump.name, dump.stat().st_size, _sha256(dump))
    notes: list[str] = []
    with zipfile.ZipFile(archive, "x") as written:
        with dump.open("rb") as content:
            write_member(written, database, content)
        dump.unlink()
        files = list(_write_files(written, work, notes))
        manifest = Manifest(
            settings.WAGTAILADMIN_BASE_URL,
            moment.isoformat(timespec="seconds"),
            engine.name,
            database,
            snapshot.counts,
            snapshot.migrations,
            files,
        )
        written.writestr(MEMBER, manifest.as_json(), zipfile.ZIP_DEFLATED)
    return manifest, [*notes, *_missing(snapshot, files)]


def _write_files(archive: zipfile.ZipFile, work: Path, notes: list[str]) -> Iterator[Entry]:
    for storage, folder in folders().items():
        for path in walk(folder):
            copy = steady_copy(folder / path, work)
            if copy is None:
                continue
            with copy.content:
                entry = entry_of(copy, storage, path)
                write_member(archive, entry, copy.content)
            if not copy.steady:
                notes.append(_("Changed while it was read: %(path)s") % {"path": entry.member})
            yield entry


def _missing(snapshot: Snapshot, files: list[Entry]) -> Iterator[str]:
    """Name the rows whose file the site has lost, or has no longer as it was issued."""
    sums = {(entry.storage, entry.path): entry.sha256 for entry in files}
    for kept in snapshot.kept_files:
        found = sums.get((kept.storage, kept.path))
        if found is None:
            yield _missing_line(_("Missing on the site: %(path)s of %(row)s"), kept)
        elif kept.sha256 and found != kept.sha256:
            yield _missing_line(_("Not as it was issued: %(path)s of %(row)s"), kept)


def _missing_line(text: str, kept: KeptFile) -> str:
    return text % {"path": kept.path, "row": kept.row}


def _read_back(path: Path, work: Path) -> None:
    """Open what was written, read every member, and open the copy of the database."""
    with opened(path) as archive:
        manifest = read_manifest(archive)
        check_members(archive, manifest)
        copy = work / "read-back"
        extract(archive, manifest.database, copy)
    engine: Engine = engine_of_site()
    engine.check(copy, manifest.counts)


def _remove_older(folder: Path, site: str, keep: int) -> list[Path]:
    """Remove the oldest backups of this site; what cannot be read, or is not ours, stays."""
    own = [path for path in sorted(folder.glob(NAMES), reverse=True) if _is_of(path, site)]
    for path in own[keep:]:
        path.unlink()
    return own[keep:]


def _is_of(path: Path, site: str) -> bool:
    if path.is_symlink():
        return False
    try:
        with opened(path) as archive:
            return read_manifest(archive).site == site
    except (BackupRefused, OSError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
