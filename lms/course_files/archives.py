"""The ZIP of a course that somebody brings: looked at as a whole, then unpacked within bounds.

Nothing in it is trusted: neither the names, which must be plain paths below one folder, nor the
sizes it states, which are counted again while it is unpacked. An archive inside it stays a file.
"""

import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lms.core.zips import DAMAGE

CHUNK = 256 * 1024
MOST_ENTRIES = 2_000
# How often larger than the archive its content may be, beyond what any course needs.
MOST_TIMES = 100
FREE = 20 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
LONGEST_NAME = 200
DEEPEST = 6
TEXTS = {"md", "yaml"}
DRAWINGS = {"svg"}  # only what the library holds already: see `uploads`
# What Windows takes for a device whatever its ending, and what systems leave behind in archives.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
}
LEFT_BEHIND = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# What strangers bring may have hostile names as well.
UNREADABLE = (*DAMAGE, ValueError, OSError, UnicodeError)


class ArchiveRefused(ValueError):
    """The archive is not taken; `complaints` are all reasons, one line each."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def unpack_course(archive: IO[bytes] | Path, target: Path) -> Path:
    """Unpack an archive into an empty folder; return the folder of its course.md.

    Raises ArchiveRefused with everything that is wrong; nothing is left in the folder then but
    what the caller removes with it.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = checked_entries(opened)
            _unpack(opened, entries, target)
    except UNREADABLE as damage:
        if isinstance(damage, ArchiveRefused):
            raise
        said = _("the file is damaged, encrypted or no ZIP archive")
        raise ArchiveRefused([said]) from damage
    return _root_of(target)


def checked_entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files of an archive. Raises ArchiveRefused before anything is unpacked."""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        said = _("the archive holds %(count)d files; at most %(most)d are taken")
        raise ArchiveRefused([said % {"count": len(infos), "most": MOST_ENTRIES}])
    entries = [info for info in infos if not _is_left_behind(info.filename)]
    complaints = [said for info in entries for said in _faults_of(info)]
    complaints += _doubles(entries)
    packed = sum(info.compress_size for info in entries)
    size = sum(info.file_size for info in entries)
    if size > _largest() or size > max(MOST_TIMES * packed, FREE):
        complaints.append(_too_large())
    elif size > _free():
        complaints.append(_("there is not enough room on the server: tell the operator"))
    if complaints:
        raise ArchiveRefused(complaints)
    return [info for info in entries if not info.is_dir()]


def _faults_of(info: zipfile.ZipInfo) -> Iterator[str]:
    name = info.filename
    shown = ascii(name)[1:-1][:LONGEST_NAME] if not name.isprintable() else name[:LONGEST_NAME]
    place = {"name": shown}
    if not _is_plain(info):
        yield _("%(name)s: this is no plain name of a file below the folder of the course") % place
        return
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in ({0, stat.S_IFDIR} if info.is_dir() else {0, stat.S_IFREG}):
        yield _("%(name)s: links and devices are not taken") % place
        return
    if info.flag_bits & 0x1:
        yield _("%(name)s: encrypted files are not taken") % place
    if info.is_dir():
        return
    extension = Path(name).suffix.lower().removeprefix(".")
    if extension not in allowed_extensions():
        yield _("%(name)s: files of this kind are not taken") % place
    elif extension in TEXTS and info.file_size > LARGEST_TEXT:
        yield _("%(name)s: a text of this size is not taken") % place


def allowed_extensions() -> set[str]:
    media = settings.WAGTAILMEDIA["VIDEO_EXTENSIONS"]
    files = {*settings.WAGTAILIMAGES_EXTENSIONS, *settings.WAGTAILDOCS_EXTENSIONS, *media}
    return {*TEXTS, *DRAWINGS, *files}


def _is_plain(info: zipfile.ZipInfo) -> bool:
    # `filename` ends before a NUL; what was written stands in `orig_filename`.
    written = info.orig_filename
    parts = info.filename.removesuffix("/").split("/")
    return (
        "\x00" not in written
        and "\\" not in written
        and not info.filename.startswith("/")
        and len(parts) <= DEEPEST
        and all(_is_plain_part(part) for part in parts)
    )


def _is_plain_part(part: str) -> bool:
    return (
        part not in {"", ".", ".."}
        and len(part.encode("utf-8", "replace")) <= LONGEST_NAME
        and not part.startswith(".")
        and not part.endswith((" ", "."))
        and not any(char in part for char in ':*?"<>|')
        and not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in part)
        and part.split(".")[0].strip().lower() not in DEVICES
    )


def _doubles(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Complain of names that some system takes for one: capitals, composed letters, widths."""
    seen: dict[str, str] = {}
    for info in entries:
        if info.is_dir():
            continue
        name = info.filename
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in seen:
            said = _("%(name)s and %(other)s are one name on some systems: rename one of them")
            yield said % {"name": name, "other": seen[key]}
        seen.setdefault(key, name)
    folders = {part for key in seen for part in _folders(key)}
    for key in sorted(folders & set(seen)):
        yield _("%(name)s is a file and a folder") % {"name": seen[key]}


def _folders(key: str) -> Iterator[str]:
    parts = key.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts)))


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], target: Path) -> None:
    left = _largest()
    for info in entries:
        path = target / unicodedata.normalize("NFC", info.filename)
        if not path.resolve().is_relative_to(target.resolve()):
            raise ArchiveRefused([_("the archive leads out of its folder")])
        path.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with archive.open(info) as source, path.open("xb") as file:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                # The size that is stated may be a lie.
                if size > info.file_size or size > left:
                    raise ArchiveRefused([_too_large()])
                file.write(chunk)
        left -= size


def _root_of(target: Path) -> Path:
    """Return the folder that holds the course: the archive itself, or the one folder in it."""
    inside = list(target.iterdir())
    for folder in (target, *(path for path in inside if path.is_dir() and len(inside) == 1)):
        if (folder / "course.md").is_file():
            return folder
    raise ArchiveRefused([_("there is no course.md in the archive, nor in its one folder")])


def pack_course(folder: Path, target: IO[bytes]) -> None:
    """Write a folder as an archive: the same folder gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            is_text = path.suffix.removeprefix(".") in TEXTS
            info.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            with path.open("rb") as source, archive.open(info, "w") as file:
                while chunk := source.read(CHUNK):
                    file.write(chunk)


def _is_left_behind(name: str) -> bool:
    return name.startswith(LEFT_BEHIND[0]) or name.rsplit("/", 1)[-1] in LEFT_BEHIND


def _largest() -> int:
    return int(settings.LMS_COURSE_ARCHIVE_MAX_SIZE)


def _free() -> int:
    """Return how many bytes may be unpacked before the site itself would lack them."""
    kept = settings.LMS_LEAST_FREE_MB * 1024 * 1024
    return shutil.disk_usage(tempfile.gettempdir()).free - int(kept)


def _too_large() -> str:
    limit = filesizeformat(_largest())
    return _("unpacked, the archive is larger than %(limit)s or than it says") % {"limit": limit}
