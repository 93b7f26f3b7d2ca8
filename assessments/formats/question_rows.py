"""A question as a row of a file: what all kinds have, and the part that the kind reads itself."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.utils.html import escape
from django.utils.translation import gettext as _

from assessments.question_types import QUESTION_TYPES
from assessments.question_types.rows import Cells, InvalidRow, Row, Text
from assessments.words import Difficulty, QuestionStatus
from lms.core.html import canonical, cleaned

# How the texts of a question are written: as words with blank lines between paragraphs, or as HTML.
PLAIN, HTML = "plain", "html"
COMMON = Cells(
    {
        "id": Text(),
        "kind": Text(),
        "text": Text(),
        "explanation": Text(""),
        "legal_basis": Text(""),
        "valid_until": Text(""),
        "difficulty": Text(Difficulty.MEDIUM),
        "competency": Text(""),
        "status": Text(""),
        "format": Text(PLAIN),
    }
)
COMMON_KEYS = {*COMMON.cells, "tags"}


@dataclass(frozen=True)
class QuestionRow:
    """`content` is the cleaned raw value of the kind's block; texts are HTML."""

    kind: str
    content: Row
    text: str
    explanation: str
    legal_basis: str
    valid_until: dt.date | None
    difficulty: str
    competency: str
    status: str
    tags: list[str]


def read_question(row: Row, ids: Iterator[str]) -> QuestionRow:
    """Return a question with ids that are the same whenever `ids` are.

    Raises InvalidRow or ValidationError with what is wrong.
    """
    common = COMMON.read({key: row.get(key) for key in COMMON.cells}, "", ids)
    kind = common["kind"]
    if kind not in QUESTION_TYPES:
        known = ", ".join(QUESTION_TYPES)
        raise InvalidRow(
            _("unknown kind '%(kind)s'; known: %(known)s") % {"kind": kind, "known": known}
        )
    _one_of("status", common["status"], ["", *QuestionStatus.values])
    _one_of("format", common["format"], [PLAIN, HTML])
    read_text = _html if common["format"] == PLAIN else cleaned
    question_type = QUESTION_TYPES[kind]
    own = {key: value for key, value in row.items() if key not in COMMON_KEYS}
    block = question_type.block()
    value = block.clean(block.to_python(question_type.from_row(own, ids)))
    return QuestionRow(
        kind=kind,
        content=block.get_prep_value(value),
        text=read_text(common["text"]),
        explanation=read_text(common["explanation"]),
        legal_basis=common["legal_basis"],
        valid_until=_date(common["valid_until"]),
        difficulty=common["difficulty"],
        competency=common["competency"],
        status=common["status"],
        tags=_tags(row.get("tags")),
    )


def write_texts(text: str, explanation: str) -> Row:
    """Return the cells of two rich texts, as words where nothing is lost by that."""
    words = _words(text), _words(explanation)
    if None not in words:
        return {"text": words[0], **({"explanation": words[1]} if words[1] else {})}
    pair = {"text": canonical(text), "explanation": canonical(explanation)}
    return {"format": HTML, **{key: html for key, html in pair.items() if html}}


def _words(html: str) -> str | None:
    soup = BeautifulSoup(html, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    paragraphs = [paragraph.get_text() for paragraph in soup.find_all("p")]
    text = "\n\n".join(paragraphs)
    return text if canonical(_html(text)) == canonical(html) else None


def _one_of(key: str, value: str, known: list[str]) -> None:
    if value not in known:
        words = ", ".join(each for each in known if each)
        said = _("'%(key)s' must be one of %(words)s, not '%(value)s'")
        raise InvalidRow(said % {"key": key, "words": words, "value": value})


def _tags(value: Any) -> list[str]:
    tags = value or []
    if not isinstance(tags, list):
        raise InvalidRow(_("%(name)s must be a list") % {"name": "'tags'"})
    return sorted({Text().read(tag, "'tags'", iter(())) for tag in tags})


def _html(text: str) -> str:
    paragraphs = [part.strip() for part in text.strip().split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        said = _("'valid_until' must be a date such as 2027-06-30, not '%(text)s'")
        raise InvalidRow(said % {"text": text}) from None
