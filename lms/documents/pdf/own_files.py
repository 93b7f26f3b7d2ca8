"""The files that documents may name: our typeface, static files, the media storage."""

import mimetypes

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages

from lms.documents.pdf.fonts import find_typeface


class NotOurs(Exception):
    """The address names nothing that may be printed, or nothing at all."""


def read_own_file(address: str) -> tuple[str, bytes]:
    """Return content type and content of `font:`, `static:` or `media:` and a name.

    Raises NotOurs.
    """
    scheme, _colon, name = address.partition(":")
    readers = {"font": _read_font, "static": _read_static, "media": _read_media}
    if scheme not in readers:
        raise NotOurs(address)
    try:
        content = readers[scheme](name)
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise NotOurs(address) from error
    return mimetypes.guess_type(address)[0] or "application/octet-stream", content


def _read_font(file_name: str) -> bytes:
    typeface = find_typeface()
    for face in typeface.faces if typeface else ():
        if face.path.name == file_name:
            return face.path.read_bytes()
    raise NotOurs(file_name)


def _read_static(path: str) -> bytes:
    found = finders.find(path)
    if not found:
        raise NotOurs(path)
    with open(found, "rb") as file:
        return file.read()


def _read_media(name: str) -> bytes:
    with storages["default"].open(name) as stored:
        return bytes(stored.read())
