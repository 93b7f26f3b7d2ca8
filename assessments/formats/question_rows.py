"""A question as a row of a file: what all kinds have, and the part that the kind reads itself."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from assessments.question_types import QUESTION_TYPES
from assessments.question_types.rows import Cells, InvalidRow, Row, Text
from assessments.words import Difficulty

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
    tags: list[str]


def read_question(row: Row, ids: Iterator[str]) -> QuestionRow:
    """Return a question with ids that are the same whenever `ids` are.

    Raises InvalidRow or ValidationError with what is wrong.
    """
    common = COMMON.read({key: row.get(key) for key in COMMON.cells}, "", ids)
    kind = common["kind"]
    if kind not in QUESTION_TYPES:
        raise InvalidRow(f"unknown kind '{kind}'; known: {', '.join(QUESTION_TYPES)}")
    question_type = QUESTION_TYPES[kind]
    own = {key: value for key, value in row.items() if key not in COMMON_KEYS}
    block = question_type.block()
    value = block.clean(block.to_python(question_type.from_row(own, ids)))
    return QuestionRow(
        kind=kind,
        content=block.get_prep_value(value),
        text=_html(common["text"]),
        explanation=_html(common["explanation"]),
        legal_basis=common["legal_basis"],
        valid_until=_date(common["valid_until"]),
        difficulty=common["difficulty"],
        competency=common["competency"],
        tags=_tags(row.get("tags")),
    )


def _tags(value: Any) -> list[str]:
    tags = value or []
    if not isinstance(tags, list):
        raise InvalidRow("'tags' must be a list")
    return sorted({Text().read(tag, "'tags'", iter(())) for tag in tags})


def _html(text: str) -> str:
    paragraphs = [part.strip() for part in text.strip().split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidRow(f"'valid_until' must be a date such as 2027-06-30, not '{text}'") from None
