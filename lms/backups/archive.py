"""The archive: a ZIP whose last member is the manifest, with the SHA-256 of all others.

Its names are data, never places: what is unpacked goes where the manifest says, below the folder
of a storage, and a name that leads elsewhere makes the archive a foreign one.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import MEMBER, Entry, Manifest, manifest_of
from lms.backups.stored_files import CHUNK, Copy
from lms.core.zips import DAMAGE

# Already compressed by what wrote them; the database of SQLite is not.
STORED_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".mp4", ".webm", ".zip", ".dump")
LARGEST_MANIFEST = 512 * 1024 * 1024


def member_of(storage: str, path: str) -> str:
    """Return the name a file has in the archive; the disk may hold names that are no UTF-8."""
    written = path.encode("utf-8", "backslashreplace").decode()
    return f"files/{storage}/{written}"


def write_member(archive: zipfile.ZipFile, entry: Entry, content: IO[bytes]) -> None:
    info = zipfile.ZipInfo(entry.member)
    info.external_attr = 0o600 << 16
    is_small_anyway = entry.member.lower().endswith(STORED_ENDINGS)
    info.compress_type = zipfile.ZIP_STORED if is_small_anyway else zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as target:
        while chunk := content.read(CHUNK):
            target.write(chunk)


def entry_of(copy: Copy, storage: str, path: str) -> Entry:
    return Entry(member_of(storage, path), copy.size, copy.sha256, storage, path)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever turns out to be damaged in it is one refusal."""
    try:
        with _open(path) as archive:
            yield archive
    except DAMAGE as damage:
        raise BackupRefused(
            _("%(path)s is damaged or no backup: %(reason)s.") % {"path": path, "reason": damage}
        ) from damage


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as missing:
        raise BackupRefused(_("There is no file %(path)s.") % {"path": path}) from missing
    except IsADirectoryError as folder:
        raise BackupRefused(_("%(path)s is a folder, no backup.") % {"path": path}) from folder


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest of an archive that holds what it names, and nothing besides."""
    names = archive.namelist()
    if names.count(MEMBER) != 1 or archive.getinfo(MEMBER).file_size > LARGEST_MANIFEST:
        raise BackupRefused(_("This is not a backup of this product."))
    manifest = manifest_of(archive.read(MEMBER))
    entries = [manifest.database, *manifest.files]
    if sorted(names) != sorted([MEMBER, *(entry.member for entry in entries)]):
        raise BackupRefused(_("The archive does not hold the files that its list names."))
    for entry in manifest.files:
        check_place(entry)
    places = [(entry.storage, entry.path) for entry in manifest.files]
    if len(places) != len(set(places)):
        raise BackupRefused(_("The archive names a file twice."))
    return manifest


def check_place(entry: Entry) -> None:
    """Refuse a file that would not lie below the folder of its storage."""
    parts = PurePosixPath(entry.path).parts
    is_plain = (
        bool(parts)
        and "/".join(parts) == entry.path
        and not entry.path.startswith("/")
        and ".." not in parts
        and "\x00" not in entry.path
    )
    if not is_plain:
        raise BackupRefused(
            _("The archive holds a file that leads out of its folder: %(path)s.")
            % {"path": repr(entry.path)}
        )


def check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every member to its end; refuse one that is not what the manifest says."""
    for entry in [manifest.database, *manifest.files]:
        with archive.open(entry.member) as content:
            _read_checked(content, entry)


def extract(archive: zipfile.ZipFile, entry: Entry, target: Path) -> None:
    """Write one member to a file that does not exist yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry.member) as content, target.open("xb") as file:
        _read_checked(content, entry, file)


def _read_checked(content: IO[bytes], entry: Entry, target: IO[bytes] | None = None) -> None:
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > entry.size:
            break
        if target is not None:
            target.write(chunk)
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise BackupRefused(
            _("A file in the archive was altered: %(path)s.") % {"path": entry.member}
        )
