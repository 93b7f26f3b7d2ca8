"""Blocks that Markdown has no words for, written exactly: a fence that begins ```block KIND.

What stands in it is YAML, with files by their names; each kind has a head, which reads it, and the
two ways between the head and the value the CMS stores.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from lms.core.blocks.callout import CALLOUT_KINDS
from lms.course_files.heads import Markup

Value = Any
NOTHING = Markup()


class Reading(Protocol):
    """What is asked while a file is read."""

    def picture(self, name: str, title: str) -> int: ...
    def document(self, name: str) -> int: ...
    def video(self, name: str) -> int: ...
    def html(self, text: str) -> str: ...


class Writing(Protocol):
    """What is asked while a course is written: names of files, and HTML that other sites read."""

    def picture(self, pk: int | None) -> str: ...
    def document(self, pk: int | None) -> str: ...
    def video(self, pk: int | None) -> str: ...
    def html(self, text: str) -> str: ...


@dataclass(frozen=True)
class TextHead:
    html: Markup

    def value(self, read: Reading) -> Value:
        return read.html(self.html)


@dataclass(frozen=True)
class CalloutHead:
    html: Markup
    kind: str = CALLOUT_KINDS[0][0]
    title: Markup = NOTHING

    def value(self, read: Reading) -> Value:
        known = {kind for kind, _label in CALLOUT_KINDS}
        kind = self.kind if self.kind in known else CALLOUT_KINDS[0][0]
        return {"kind": kind, "title": self.title, "text": read.html(self.html)}


@dataclass(frozen=True)
class PictureHead:
    file: str = ""
    alt: Markup = NOTHING
    decorative: bool = False
    caption: Markup = NOTHING

    def value(self, read: Reading) -> Value:
        pk = read.picture(self.file, self.caption or self.alt) if self.file else None
        image = {"image": pk, "alt_text": self.alt, "decorative": self.decorative}
        return {"image": image, "caption": self.caption}


@dataclass(frozen=True)
class VideoHead:
    file: str = ""
    caption: Markup = NOTHING
    transcript: Markup = NOTHING

    def value(self, read: Reading) -> Value:
        return {
            "video": read.video(self.file) if self.file else None,
            "caption": self.caption,
            "transcript": read.html(self.transcript),
        }


@dataclass(frozen=True)
class DocumentHead:
    file: str = ""
    note: Markup = NOTHING

    def value(self, read: Reading) -> Value:
        return {"document": read.document(self.file) if self.file else None, "note": self.note}


@dataclass(frozen=True)
class EmbedHead:
    address: str = ""
    title: Markup = NOTHING

    def value(self, read: Reading) -> Value:
        return {"address": self.address, "title": self.title}


@dataclass(frozen=True)
class RowHead:
    cells: list[Markup]


@dataclass(frozen=True)
class TableHead:
    columns: list[Markup] = field(default_factory=list)
    rows: list[RowHead] = field(default_factory=list)
    caption: Markup = NOTHING
    row_headings: bool = True

    def value(self, read: Reading) -> Value:
        width = len(self.columns)
        cells = [[read.html(cell) for cell in row.cells] for row in self.rows]
        return {
            "row_headings": self.row_headings,
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in self.columns],
                "rows": [{"values": (row + [""] * width)[:width]} for row in cells],
                "caption": self.caption,
            },
        }


Head = TextHead | CalloutHead | PictureHead | VideoHead | DocumentHead | EmbedHead | TableHead
HEADS: dict[str, type[Head]] = {
    "text": TextHead,
    "callout": CalloutHead,
    "picture": PictureHead,
    "video": VideoHead,
    "document": DocumentHead,
    "embed": EmbedHead,
    "table": TableHead,
}


def _text(value: Value, write: Writing) -> dict[str, Any]:
    return {"html": write.html(value or "")}


def _callout(value: Value, write: Writing) -> dict[str, Any]:
    said = {"kind": value.get("kind"), "title": value.get("title") or ""}
    return {**said, "html": write.html(value.get("text") or "")}


def _picture(value: Value, write: Writing) -> dict[str, Any]:
    image = value.get("image") or {}
    if not isinstance(image, dict):
        image = {"image": image}
    return {
        "file": write.picture(image.get("image")),
        "alt": image.get("alt_text") or "",
        "decorative": bool(image.get("decorative")),
        "caption": value.get("caption") or "",
    }


def _video(value: Value, write: Writing) -> dict[str, Any]:
    return {
        "file": write.video(value.get("video")),
        "caption": value.get("caption") or "",
        "transcript": write.html(value.get("transcript") or ""),
    }


def _document(value: Value, write: Writing) -> dict[str, Any]:
    return {"file": write.document(value.get("document")), "note": value.get("note") or ""}


def _embed(value: Value, write: Writing) -> dict[str, Any]:
    return {"address": value.get("address") or "", "title": value.get("title") or ""}


def _table(value: Value, write: Writing) -> dict[str, Any]:
    table = value.get("table") or {}
    rows = table.get("rows") or []
    return {
        "columns": [column.get("heading") or "" for column in table.get("columns") or []],
        "rows": [{"cells": [write.html(cell or "") for cell in row["values"]]} for row in rows],
        "caption": table.get("caption") or "",
        "row_headings": bool(value.get("row_headings")),
    }


WRITTEN: dict[str, Callable[[Value, Writing], dict[str, Any]]] = {
    "text": _text,
    "callout": _callout,
    "picture": _picture,
    "video": _video,
    "document": _document,
    "embed": _embed,
    "table": _table,
}
"""What a block holds, in a form that does not depend on the site: heads read it again."""
