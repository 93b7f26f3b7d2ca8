"""From a question of a bank file to the value of its block, with ids that stay the same."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.question_types import QUESTION_TYPES

Row = dict[str, Any]
Items = list[dict[str, Any]]


def content_of(row: Row, ids: Iterator[str]) -> tuple[str, Row]:
    """Return a question's kind and the cleaned raw value of its block.

    Raises ValueError, KeyError or ValidationError with what is wrong.
    """
    kind = row.get("kind")
    if kind not in QUESTION_TYPES:
        raise ValueError(f"unknown kind '{kind}'; known: {', '.join(QUESTION_TYPES)}")
    raw = _RAW[kind](row, ids)
    block = QUESTION_TYPES[kind].block()
    return kind, block.get_prep_value(block.clean(block.to_python(raw)))


def _options(row: Row, ids: Iterator[str]) -> Row:
    return {
        "options": _items(
            [
                {
                    "text": _text(option, "text"),
                    "correct": option.get("correct") is True,
                    "feedback": str(option.get("feedback") or ""),
                }
                for option in _list(row, "options")
            ],
            ids,
        )
    }


def _true_false(row: Row, ids: Iterator[str]) -> Row:
    if not isinstance(row["answer"], bool):
        raise ValueError("'answer' must be true or false")
    return {
        "answer": "true" if row["answer"] else "false",
        "feedback": str(row.get("feedback") or ""),
    }


def _short_text(row: Row, ids: Iterator[str]) -> Row:
    return {
        "accepted": _items([_word(text) for text in _list(row, "accepted")], ids),
        "fold_diacritics": row.get("fold_diacritics") is True,
    }


def _numeric(row: Row, ids: Iterator[str]) -> Row:
    return {
        "answer": _decimal(row["answer"], "answer"),
        "tolerance": _decimal(row.get("tolerance", 0), "tolerance"),
        "unit": str(row.get("unit") or ""),
    }


def _matching(row: Row, ids: Iterator[str]) -> Row:
    pairs = [
        {"left": _text(pair, "left"), "right": _text(pair, "right")} for pair in _list(row, "pairs")
    ]
    return {
        "pairs": _items(pairs, ids),
        "distractors": _items([_word(text) for text in row.get("distractors") or []], ids),
    }


_RAW = {
    "single_choice": _options,
    "multiple_choice": _options,
    "true_false": _true_false,
    "short_text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
}


def _items(values: list[Any], ids: Iterator[str]) -> Items:
    return [{"type": "item", "value": value, "id": next(ids)} for value in values]


def _list(row: Row, key: str) -> list[Any]:
    if not isinstance(row[key], list):
        raise ValueError(f"'{key}' must be a list")
    return row[key]


def _text(row: Any, key: str) -> str:
    if not isinstance(row, dict):
        raise ValueError(f"each entry must have '{key}'")
    return _word(row[key])


def _word(value: Any) -> str:
    """Return a text; YAML reads an unquoted Yes, 07 or 1.50 as something else than written."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise ValueError(f"put {value!r} in quotes")
    return str(value)


def _decimal(value: Any, key: str) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(f"'{key}' must be a number")
    return str(number)
