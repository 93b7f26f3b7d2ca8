"""Handing out stored files: who may have which, and parts of them for players that skip."""

import posixpath
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.core.files.storage import Storage
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

CHUNK = 256 * 1024
MONTH = 30 * 24 * 3600
_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


class Audience(Enum):
    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    EDITORS = "editors"


# Folders of the media storage. Documents are missing on purpose: the CMS hands them out itself,
# with the restrictions of their collection; so is everything that is not named here.
FOLDERS = {
    "images": Audience.EVERYBODY,
    "media": Audience.SIGNED_IN,
    "media_thumbnails": Audience.SIGNED_IN,
    "avatar_images": Audience.SIGNED_IN,
    # As uploaded, with whatever the camera wrote into it.
    "original_images": Audience.EDITORS,
}
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    # Drawings of courses that were loaded from files; the policy below keeps them from running.
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
}


def audience_of(path: str) -> Audience | None:
    """Return who may have a file of the media storage; None: it is handed out to nobody here."""
    if path != posixpath.normpath(path) or path.startswith(("/", "..")) or "\x00" in path:
        return None
    folder, _slash, name = path.partition("/")
    return FOLDERS.get(folder) if name and posixpath.splitext(path)[1].lower() in TYPES else None


def may_have(user: Any, audience: Audience) -> bool:
    if audience is Audience.EVERYBODY:
        return True
    if audience is Audience.SIGNED_IN:
        return bool(user.is_authenticated)
    return bool(user.is_authenticated and user.has_perm("wagtailadmin.access_admin"))


def serve(
    request: HttpRequest, storage: Storage, path: str, audience: Audience
) -> HttpResponseBase:
    """Return a stored file, the part asked for by `Range`, or 304; `FileNotFoundError` if none."""
    changed_at = int(storage.get_modified_time(path).timestamp())
    response: HttpResponseBase = get_conditional_response(
        request, last_modified=changed_at
    ) or _body(request, storage, path, changed_at)
    response["Last-Modified"] = http_date(changed_at)
    response["Accept-Ranges"] = "bytes"
    scope = "public" if audience is Audience.EVERYBODY else "private"
    response["Cache-Control"] = f"{scope}, max-age={MONTH}"
    # Whatever the file turns out to be, it can neither run nor load anything.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _body(request: HttpRequest, storage: Storage, path: str, changed_at: int) -> HttpResponseBase:
    size = storage.size(path)
    content_type = TYPES[posixpath.splitext(path)[1].lower()]
    asked = wanted_range(request, size, changed_at)
    if asked is None:
        return FileResponse(storage.open(path), content_type=content_type)
    start, end = asked
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _chunks(storage, path, start, end - start + 1), status=206, content_type=content_type
    )
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def wanted_range(request: HttpRequest, size: int, changed_at: int) -> tuple[int, int] | None:
    """Return first and last byte asked for; None: all of it; first > last: cannot be satisfied.

    Several ranges at once, and a range of an older version of the file, are answered with all.
    """
    found = _ONE_RANGE.match(request.headers.get("Range", "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    version = request.headers.get("If-Range")
    if version and version != http_date(changed_at):
        return None
    first, last = found.groups()
    if not first:
        # The last so many bytes.
        length = int(last[:18])
        return (max(0, size - length), size - 1) if length else (1, 0)
    start = int(first[:18])
    end = min(int(last[:18]), size - 1) if last else size - 1
    if last and int(last[:18]) < start:
        return None
    return (start, end) if start < size else (1, 0)


def _chunks(storage: Storage, path: str, start: int, length: int) -> Iterator[bytes]:
    with storage.open(path) as file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
