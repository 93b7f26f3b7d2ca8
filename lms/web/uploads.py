"""What may be uploaded: a file must be what its name says, seen from three sides.

The extension is allowed, libmagic agrees, and the file opens as that kind. One signal alone is
fooled: libmagic takes a page that begins like a PDF for a PDF, names can say anything.
"""

import zipfile
from pathlib import PurePath
from typing import Any

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.forms import BaseModelForm
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

HEAD = 64 * 1024
OFFICE_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
# What libmagic may call each kind; office files are told apart by opening them.
ZIPPED = {"application/zip", "application/octet-stream", "application/x-zip-compressed"}
KINDS: dict[str, set[str]] = {
    "pdf": {"application/pdf"},
    "zip": ZIPPED,
    "txt": {"text/plain"},
    "csv": {"text/plain", "text/csv", "application/csv"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "webp": {"image/webp"},
    "gif": {"image/gif"},
    "mp4": {"video/mp4", "video/x-m4v", "video/quicktime"},
    "m4v": {"video/mp4", "video/x-m4v"},
    "webm": {"video/webm", "audio/webm"},
    "ogv": {"video/ogg", "application/ogg"},
    "mp3": {"audio/mpeg"},
    "m4a": {"audio/mp4", "audio/x-m4a", "video/mp4"},
    "ogg": {"audio/ogg", "application/ogg", "video/ogg"},
    "wav": {"audio/x-wav", "audio/wav", "audio/vnd.wave"},
}


def extension_of(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def check_content(file: File) -> None:
    """Raise `ValidationError` unless the content of a file is what its extension says."""
    extension = extension_of(file.name or "")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise ValidationError(_("This file is empty. Choose another one."), code="empty")
    if not _is(extension, head, file):
        raise ValidationError(
            _("The content of this file is not what its ending .%(extension)s says."),
            code="content_mismatch",
            params={"extension": extension},
        )


def _is(extension: str, head: bytes, file: File) -> bool:
    kind = magic.from_buffer(head, mime=True)
    if extension in OFFICE_PARTS or extension in OPEN_DOCUMENT:
        return head.startswith(b"PK") and _is_office(extension, file)
    if extension not in KINDS or kind not in KINDS[extension]:
        return False
    if extension == "pdf":
        return head.startswith(b"%PDF-")
    if extension == "zip":
        return _opens_as_zip(file)
    if extension in {"txt", "csv"}:
        return b"\x00" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return True


def _opens_as_zip(file: File) -> bool:
    try:
        return zipfile.is_zipfile(file)
    finally:
        file.seek(0)


def _is_office(extension: str, file: File) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if extension in OPEN_DOCUMENT:
                with archive.open("mimetype") as entry:
                    return entry.read(100).strip() == OPEN_DOCUMENT[extension]
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
    finally:
        file.seek(0)
    has_macro = any(name.endswith("vbaProject.bin") for name in names)
    has_part = any(name.startswith(OFFICE_PARTS[extension]) for name in names)
    return "[Content_Types].xml" in names and has_part and not has_macro


class ChecksContent(BaseModelForm):
    """A form of the library whose field `file` is checked when something new is uploaded."""

    max_size: int | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            if self.max_size is not None and file.size > self.max_size:
                raise ValidationError(
                    _("This file has %(size)s; at most %(limit)s can be stored."),
                    code="too_large",
                    params={
                        "size": filesizeformat(file.size),
                        "limit": filesizeformat(self.max_size),
                    },
                )
            check_content(file)
        return file

    def save(self, commit: bool = True) -> Any:
        """Keep the file only if its row is kept, and the former one until then."""
        with transaction.atomic():
            return super().save(commit)

    def _update_errors(self, errors: ValidationError) -> None:
        """Leave out what the model says of a refused file: it saw none, and says so oddly."""
        if "file" not in self.errors:
            super()._update_errors(errors)  # type: ignore[misc]  # not in Django's stubs


class PictureForm(ChecksContent, BaseImageForm):
    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(ChecksContent, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        pass


class MediaForm(ChecksContent, BaseMediaForm):
    max_size = settings.LMS_MEDIA_MAX_UPLOAD_SIZE

    class Meta(BaseMediaForm.Meta):
        pass

    def clean_thumbnail(self) -> Any:
        thumbnail = self.cleaned_data.get("thumbnail")
        if thumbnail and "thumbnail" in self.changed_data:
            if extension_of(thumbnail.name) not in settings.WAGTAILIMAGES_EXTENSIONS:
                raise ValidationError(_("Choose a picture: JPG, PNG, WebP or GIF."))
            check_content(thumbnail)
        return thumbnail
