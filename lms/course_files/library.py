"""The files of a course in the library: pictures, documents, videos, with what is said of them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.images import ImageFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike
from wagtailmedia.models import Media

from lms.core.models import Picture
from lms.core.text import clean
from lms.course_files.errors import Complaints, CourseFileError
from lms.course_files.heads import Markup, read_head
from lms.course_files.paths import inside
from lms.web.uploads import check_content

INDEX = "media.yaml"
NEW = 0  # stands in a plan for a row that is not there yet


@dataclass(frozen=True)
class MediaHead:
    """What the library says of a file."""

    file: str
    title: Markup
    credit: str = ""
    description: str = ""
    duration: float = 0
    width: int | None = None
    height: int | None = None
    thumbnail: str = ""


@dataclass
class Library:
    """The library of one catalogue, as far as a course needs it; with `dry` nothing is added.

    `check` is asked of every file that comes from a person. `added` counts what is new.
    """

    root: Path
    collection: Collection | None
    dry: bool = False
    check: Callable[[Path, type[Any]], None] | None = None
    index: dict[str, MediaHead] = field(default_factory=dict)
    added: set[Path] = field(default_factory=set)
    checked: set[tuple[type[Any], Path]] = field(default_factory=set)

    def picture(self, path: Path, title: str) -> int:
        """Return the id of a picture, adding it when its bytes are new."""
        said = self.said(path)
        title = said.title if said else title or path.stem
        extra = {"credit": said.credit, "description": said.description} if said else {}
        return self._row(Picture, path, title, ImageFile, extra)

    def document(self, path: Path) -> int:
        said = self.said(path)
        return self._row(Document, path, said.title if said else path.stem, File, {})

    def video(self, path: Path) -> int:
        said = self.said(path)
        extra: dict[str, Any] = {"type": "video", "duration": said.duration if said else 0}
        if said:
            extra |= {"width": said.width, "height": said.height}
        return self._row(Media, path, said.title if said else path.stem, File, extra)

    def said(self, path: Path) -> MediaHead | None:
        return self.index.get(path.relative_to(self.root).as_posix())

    def find(self, name: str, *, said_in: Path, line: int | None = None) -> Path:
        """Return a file of the course by the name that a text gives it: never one outside."""
        for folder in (said_in.parent, said_in.parent.parent, self.root):
            if (found := inside(self.root, folder, unquote(name))) is not None:
                return found
        raise CourseFileError(said_in, _("the file %(name)s does not exist") % {"name": name}, line)

    def _row(
        self, model: Any, path: Path, title: str, kind: type[File], extra: dict[str, Any]
    ) -> int:
        title = title[:255]
        with path.open("rb") as stream:
            digest = hash_filelike(stream)
            for known in self._known(model, title, digest):
                return int(known.pk)
            self._check(path, model)
            self.added.add(path)
            if self.dry or self.collection is None:
                return NEW
            stream.seek(0)
            row = model(title=title, file=kind(stream, name=path.name), **extra)
            row.collection = self.collection
            if hasattr(row, "file_hash"):
                row.file_hash = digest
            if model is Media:
                self._add_thumbnail(row, path)
            with transaction.atomic():
                row.save()
        return int(row.pk)

    def _known(self, model: Any, title: str, digest: str) -> list[Any]:
        if self.collection is None:
            return []
        rows = model._default_manager.filter(title=title, collection=self.collection)
        # Recordings have no digest of their own, and other rows not before it is asked for.
        return [row for row in rows.order_by("pk") if _digest_of(row) == digest][:1]

    def _add_thumbnail(self, row: Media, path: Path) -> None:
        said = self.said(path)
        if said and said.thumbnail:
            source = self.find(said.thumbnail, said_in=self.root / INDEX)
            self._check(source, Picture)
            row.thumbnail = ImageFile(io.BytesIO(source.read_bytes()), name=source.name)

    def _check(self, path: Path, model: type[Any]) -> None:
        if self.check is not None and (model, path) not in self.checked:
            self.check(path, model)
            self.checked.add((model, path))


def read_index(root: Path, data: Any) -> dict[str, MediaHead]:
    """Return what `media.yaml` says, by file. Raises CourseFilesRefused."""
    path, complaints = root / INDEX, Complaints()
    heads = []
    if not isinstance(data, list):
        raise CourseFileError(path, _("%(what)s must be a list") % {"what": INDEX})
    for number, each in enumerate(data, start=1):
        with complaints.gathered():
            heads.append(read_head(MediaHead, each, path, f"[{number}]."))
    complaints.raise_any(path)
    return {head.file: head for head in heads}


def check_upload(path: Path, model: type[Any]) -> None:
    """Refuse what the forms of the library refuse: other kinds, other content, too large."""
    extension = path.suffix.lower().removeprefix(".")
    extensions, largest = _allowed(model)
    if extension not in extensions:
        said = (
            _("a drawing (SVG) is taken only where the library holds it already")
            if extension == "svg"
            else _("a file of this kind cannot be used here")
        )
        raise CourseFileError(path, said)
    if path.stat().st_size > largest:
        said = _("the file is larger than %(limit)s") % {"limit": filesizeformat(largest)}
        raise CourseFileError(path, said)
    with path.open("rb") as stream:
        try:
            check_content(File(stream, name=path.name))
            if model is Picture:
                WagtailImageField().clean(File(stream, name=path.name), None)
        except ValidationError as error:
            raise CourseFileError(path, clean(" ".join(error.messages))) from error


def _allowed(model: type[Any]) -> tuple[Sequence[str], int]:
    """Return the endings of a kind of file and how many bytes it may have."""
    if model is Picture:
        return settings.WAGTAILIMAGES_EXTENSIONS, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if model is Document:
        return settings.WAGTAILDOCS_EXTENSIONS, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    return settings.WAGTAILMEDIA["VIDEO_EXTENSIONS"], settings.LMS_MEDIA_MAX_UPLOAD_SIZE


def _digest_of(row: Any) -> str:
    if known := getattr(row, "file_hash", ""):
        return str(known)
    try:
        with row.file.storage.open(row.file.name) as stream:
            return hash_filelike(stream)
    except OSError:
        return ""
