"""Markdown turned into the blocks of a lesson.

Running text becomes text blocks; a picture on a line of its own, a table and a `::: kind Title`
callout become blocks of their own kind, and a fence ```block KIND holds any block exactly. Block
ids are derived from the lesson and the place, so that loading a file again changes nothing that
stayed the same.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from lms.core.blocks.callout import CALLOUT_KINDS
from lms.core.html import UnreadableText, cleaned
from lms.core.plain_yaml import PlainYamlError, load_plain_yaml
from lms.course_files import rich_text
from lms.course_files.errors import CourseFileError
from lms.course_files.exact import HEADS
from lms.course_files.heads import read_head
from lms.course_files.library import Library

Block = dict[str, Any]
TEXT = "text"
EXACT = "block "

_KINDS = [kind for kind, _label in CALLOUT_KINDS]
_CAPTION = re.compile(r"^(Bảng|Table)\s*[\w.]*\s*:\s*(?P<caption>.+)$")


@dataclass(frozen=True)
class Source:
    """Where a text stands: its file, the line it begins at, and what its links and files name."""

    path: Path
    library: Library
    page: rich_text.Resolve
    line: int = 1

    def error(self, message: str, at: int | None = None) -> CourseFileError:
        """Return a complaint; `at` counts lines of the text from 0."""
        return CourseFileError(self.path, message, None if at is None else self.line + at)


class _Reading:
    """Answers what an exact block asks: see `lms.course_files.exact`."""

    def __init__(self, source: Source, at: int | None) -> None:
        self.source, self.at = source, at

    def picture(self, name: str, title: str) -> int:
        return self.source.library.picture(self.find(name), title)

    def document(self, name: str) -> int:
        return self.source.library.document(self.find(name))

    def video(self, name: str) -> int:
        return self.source.library.video(self.find(name))

    def html(self, text: str) -> str:
        try:
            return rich_text.stored(cleaned(text), self.source.page, self.document)
        except UnreadableText as error:
            raise self.source.error(str(error), self.at) from error

    def find(self, name: str) -> Path:
        line = None if self.at is None else self.source.line + self.at
        return self.source.library.find(name, said_in=self.source.path, line=line)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for kind in (*_KINDS, TEXT):
        parser.use(container_plugin, kind)
    return parser


def to_html(markdown: str, source: Source) -> str:
    """Return rich text for the fields that take running text only."""
    tokens = _parser().parse(unicodedata.normalize("NFC", markdown))
    exact = [token for token in tokens if _exact_kind(token)]
    if not exact:
        return _Blocks(source).render(tokens)
    if len(tokens) > 1 or _exact_kind(tokens[0]) != TEXT:
        said = _("here stands running text alone, or one block text")
        raise source.error(said, _line_of(exact[0]))
    return str(_Blocks(source).exact(tokens[0]))


def to_blocks(markdown: str, source: Source) -> list[Block]:
    """Return the blocks as a StreamField stores them; raises CourseFileError for a bad file."""
    return _Blocks(source).convert(unicodedata.normalize("NFC", markdown))


class _Blocks:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.path = source.path
        self.parser = _parser()
        self.renderer = RendererHTML(self.parser)
        self.blocks: list[Block] = []
        self.text: list[Token] = []
        self.caption = ""

    def convert(self, markdown: str) -> list[Block]:
        for group in _top_level(self.parser.parse(markdown)):
            kind = group[0].type
            if exact := _exact_kind(group[0]):
                self.add(exact, self.exact(group[0]))
            elif kind == "table_open":
                self.add("table", self.table(group))
            elif kind == f"container_{TEXT}_open":
                self.add(TEXT, self.render(group[1:-1]))
            elif kind.startswith("container_"):
                self.add("callout", self.callout(group))
            elif picture := _lone_picture(group):
                self.add("picture", self.picture(picture, _line_of(group[0])))
            elif caption := _table_caption(group):
                self.caption = caption
            else:
                self.text.extend(group)
        self.flush()
        return self.blocks

    def exact(self, token: Token) -> Any:
        kind, at = _exact_kind(token), _line_of(token)
        if kind not in HEADS:
            said = _("there is no block %(kind)s; known: %(known)s")
            raise self.source.error(said % {"kind": kind, "known": ", ".join(HEADS)}, at)
        try:
            data = load_plain_yaml(token.content)
        except PlainYamlError as error:
            said = _("the block is not valid YAML: %(reason)s") % {"reason": error}
            raise self.source.error(said, at) from error
        line = None if at is None else self.source.line + at
        head = read_head(HEADS[kind], data or {}, self.path, below=line)
        return head.value(_Reading(self.source, at))

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
        html = self.renderer.render(tokens, self.parser.options, {})
        return self.clean(html, _line_of(tokens[0]) if tokens else None)

    def clean(self, html: str, at: int | None) -> str:
        return _Reading(self.source, at).html(html)

    def picture(self, image: Token, at: int | None) -> Block:
        reading, caption = _Reading(self.source, at), str(image.attrs.get("title", ""))
        pk = reading.picture(str(image.attrs["src"]), caption or image.content)
        return {
            "image": {"image": pk, "alt_text": image.content, "decorative": False},
            "caption": caption,
        }

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
        return self.clean(f"<p>{html}</p>", _line_of(token))


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


def _exact_kind(token: Token) -> str:
    is_exact = token.type == "fence" and token.info.startswith(EXACT)
    return token.info.removeprefix(EXACT).strip() if is_exact else ""


def _line_of(token: Token) -> int | None:
    return token.map[0] if token.map else None
