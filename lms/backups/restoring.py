"""Restoring: everything is read and checked beside what is in use, then put in its place."""

import os
import secrets
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lms.backups.archive import check_members, extract, opened, read_manifest
from lms.backups.databases import engine_of_site
from lms.backups.engines import Engine
from lms.backups.exceptions import BackupRefused, HalfRestored
from lms.backups.making import failures_as_refusals
from lms.backups.manifest import Manifest
from lms.backups.stored_files import BEFORE, RESTORING, folders, walk
from lms.backups.versions import unknown_migrations


@dataclass(frozen=True)
class Restored:
    """`before` are the folders that hold the files which were there before."""

    manifest: Manifest
    seconds: float
    before: list[Path]


def restore(*, path: Path, replace: bool = False) -> Restored:
    """Put the site back to a backup; refuse, before anything is touched, what is none.

    A site that holds something is left alone unless `replace` says otherwise. The database changes
    in one transaction; the files are exchanged after it, by renaming.
    """
    began = time.monotonic()
    mark = secrets.token_hex(4)
    with failures_as_refusals(), opened(path) as archive:
        manifest = read_manifest(archive)
        engine = engine_of_site()
        _check_fits(manifest, engine, replace)
        check_members(archive, manifest)
        _remove_left_over()
        with _beside(mark):
            copy = _extract(archive, manifest, mark, engine)
            engine.check(copy, manifest.counts)
            # On the disk before anything else gives way to it.
            os.sync()
            engine.load(copy, manifest.counts)
            before = _exchange_all(mark)
    return Restored(manifest, time.monotonic() - began, before)


def _check_fits(manifest: Manifest, engine: Engine, replace: bool) -> None:
    if manifest.engine != engine.name:
        raise BackupRefused(
            _("This backup is of %(engine)s, and DATABASE_URL names %(own)s.")
            % {"engine": manifest.engine, "own": engine.name}
        )
    if unknown := unknown_migrations(manifest.migrations):
        raise BackupRefused(
            _(
                "This backup was made by a newer version of the product (%(migration)s): "
                "install that version first."
            )
            % {"migration": unknown[0]}
        )
    if foreign := {entry.storage for entry in manifest.files} - set(folders()):
        raise BackupRefused(
            _("This site has no place for the files of “%(storage)s”.")
            % {"storage": sorted(foreign)[0]}
        )
    if not replace and not _is_empty(engine):
        raise BackupRefused(
            _("This site holds data. Add --replace to put the backup in its place.")
        )


def _is_empty(engine: Engine) -> bool:
    return engine.is_empty() and not any(
        any(True for _name in walk(folder)) for folder in folders().values()
    )


def _remove_left_over() -> None:
    """Remove what a restore has left that was killed."""
    for folder in folders().values():
        for left in folder.glob(f"{RESTORING}*"):
            shutil.rmtree(left)


@contextmanager
def _beside(mark: str) -> Iterator[None]:
    """Leave nothing behind that was not put in its place."""
    try:
        yield
    finally:
        for folder in folders().values():
            shutil.rmtree(folder / f"{RESTORING}{mark}", ignore_errors=True)


def _extract(archive: zipfile.ZipFile, manifest: Manifest, mark: str, engine: Engine) -> Path:
    """Unpack beside the files in use; return the copy of the database."""
    places = folders()
    for folder in places.values():
        (folder / f"{RESTORING}{mark}").mkdir(parents=True)
    needed = sum(entry.size for entry in manifest.files) + manifest.database.size
    first = next(iter(places.values()))
    if needed > shutil.disk_usage(first).free:
        raise BackupRefused(_("There is not enough space on the disk for what the backup holds."))
    for entry in manifest.files:
        target = places[entry.storage] / f"{RESTORING}{mark}" / entry.path
        extract(archive, entry, target)
        target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o600)
    own = Path(tempfile.mkdtemp(dir=first / f"{RESTORING}{mark}", prefix=".database-"))
    copy = own / f"database.{engine.ending}"
    extract(archive, manifest.database, copy)
    return copy


def _exchange_all(mark: str) -> list[Path]:
    try:
        exchanged = [_exchange(folder, mark) for folder in folders().values()]
    except OSError as error:
        raise HalfRestored(f"{error.strerror} ({error.filename}).") from error
    return [place for place in exchanged if place]


def _exchange(folder: Path, mark: str) -> Path | None:
    """Put the unpacked files in place of those in use; return where those are now."""
    beside, before = folder / f"{RESTORING}{mark}", folder / f"{BEFORE}{mark}"
    former = [each for each in folder.iterdir() if not each.name.startswith((RESTORING, BEFORE))]
    if former:
        before.mkdir()
    for each in former:
        each.rename(before / each.name)
    for each in beside.iterdir():
        if not each.name.startswith(".database-"):
            each.rename(folder / each.name)
    return before if former else None
