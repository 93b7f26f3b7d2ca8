"""Markdown turned into the blocks of a lesson.

Running text becomes text blocks; a picture on a line of its own, a table and a `::: kind Title`
callout become blocks of their own kind. Block ids are derived from the lesson and the place, so
that loading a file again changes nothing that stayed the same.
"""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from lms.core.blocks.callout import CALLOUT_KINDS
from lms.course_files.errors import CourseFileError

Block = dict[str, Any]
PictureLoader = Callable[[Path, str], int]
"""Takes a picture's file and its title, returns the id of the picture in the library."""

_KINDS = [kind for kind, _label in CALLOUT_KINDS]
_CAPTION = re.compile(r"^(Bảng|Table)\s*[\w.]*\s*:\s*(?P<caption>.+)$")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for kind in _KINDS:
        parser.use(container_plugin, kind)
    return parser


def to_html(markdown: str) -> str:
    """Return rich text for the fields that take running text only."""
    return _parser().render(unicodedata.normalize("NFC", markdown)).strip()


def to_blocks(markdown: str, path: Path, load_picture: PictureLoader) -> list[Block]:
    """Return the blocks as a StreamField stores them; raises CourseFileError for a bad picture."""
    return _Blocks(path, load_picture).convert(unicodedata.normalize("NFC", markdown))


class _Blocks:
    def __init__(self, path: Path, load_picture: PictureLoader) -> None:
        self.path = path
        self.load_picture = load_picture
        self.parser = _parser()
        self.renderer = RendererHTML(self.parser)
        self.blocks: list[Block] = []
        self.text: list[Token] = []
        self.caption = ""

    def convert(self, markdown: str) -> list[Block]:
        for group in _top_level(self.parser.parse(markdown)):
            kind = group[0].type
            if kind == "table_open":
                self.add("table", self.table(group))
            elif kind.startswith("container_"):
                self.add("callout", self.callout(group))
            elif picture := _lone_picture(group):
                self.add("picture", self.picture(picture))
            elif caption := _table_caption(group):
                self.caption = caption
            else:
                self.text.extend(group)
        self.flush()
        return self.blocks

    def add(self, kind: str, value: Any) -> None:
        self.flush()
        self.append(kind, value)

    def append(self, kind: str, value: Any) -> None:
        place = f"{self.path.parent.name}/{self.path.name}#{len(self.blocks)}"
        # Some systems take names of files apart into letters and marks.
        place = unicodedata.normalize("NFC", place)
        block_id = str(uuid.uuid5(uuid.NAMESPACE_URL, place))
        self.blocks.append({"type": kind, "value": value, "id": block_id})

    def flush(self) -> None:
        if self.text:
            text, self.text = self.text, []
            self.append("text", self.render(text))

    def render(self, tokens: list[Token]) -> str:
        return self.renderer.render(tokens, self.parser.options, {}).strip()

    def picture(self, image: Token) -> Block:
        source = self.find(unquote(str(image.attrs["src"])))
        caption = str(image.attrs.get("title", ""))
        picture_id = self.load_picture(source, caption or image.content)
        return {
            "image": {"image": picture_id, "alt_text": image.content, "decorative": False},
            "caption": caption,
        }

    def find(self, name: str) -> Path:
        """Return a file beside the lesson or one folder above, however its name is composed."""
        for folder in (self.path.parent, self.path.parent.parent):
            for form in ("NFC", "NFD"):
                source = folder / unicodedata.normalize(form, name)
                if source.is_file():
                    return source
        raise CourseFileError(self.path, f"the picture {name} does not exist")

    def callout(self, group: list[Token]) -> Block:
        kind, _space, title = group[0].info.strip().partition(" ")
        return {"kind": kind, "title": title.strip(), "text": self.render(group[1:-1])}

    def table(self, group: list[Token]) -> Block:
        caption, self.caption = self.caption, ""
        heads = [t.children or [] for t in _cells(group, "th_open")]
        rows: list[list[str]] = []
        for index, token in enumerate(group):
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "td_open":
                rows[-1].append(self.inline(group[index + 1]))
        columns = [{"type": "text", "heading": _plain(head)} for head in heads]
        body = [{"values": row} for row in rows if row]
        return {
            "row_headings": True,
            "table": {"columns": columns, "rows": body, "caption": caption},
        }

    def inline(self, token: Token) -> str:
        html = self.renderer.renderInline(token.children or [], self.parser.options, {})
        return f"<p>{html}</p>"


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _lone_picture(group: list[Token]) -> Token | None:
    if group[0].type != "paragraph_open":
        return None
    children = group[1].children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _table_caption(group: list[Token]) -> str:
    if group[0].type != "paragraph_open":
        return ""
    match = _CAPTION.match(group[1].content)
    return match["caption"].strip() if match else ""


def _cells(group: list[Token], opening: str) -> Iterator[Token]:
    for index, token in enumerate(group):
        if token.type == opening:
            yield group[index + 1]


def _plain(tokens: list[Token]) -> str:
    return "".join(t.content for t in tokens if t.type in {"text", "code_inline"})
