"""A question as a file holds it: a mapping of plain values, read strictly and written again.

Each kind says which keys it has and what stands there; whatever else a file says is refused,
because a misspelt key or a word in place of true would make a right answer silently wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

Row = dict[str, Any]
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class InvalidRow(ValueError):
    """The row is no question of its kind; the message names the key."""


class Cell(Protocol):
    """What may stand at a key. `default` is the block's value without the key; None: needed."""

    @property
    def default(self) -> Any: ...

    def read(self, value: Any, name: str, ids: Iterator[str]) -> Any:
        """Return the block's raw value, or raise InvalidRow with the name of the key."""
        ...

    def write(self, value: Any) -> Any:
        """Return what `read` reads from a block's value."""
        ...


@dataclass(frozen=True)
class Text:
    default: str | None = None

    def read(self, value: Any, name: str, ids: Iterator[str]) -> str:
        if not isinstance(value, str):
            raise InvalidRow(f"{name} must be a text: put {value!r} in quotes")
        return value

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Flag:
    default: bool | None = False

    def read(self, value: Any, name: str, ids: Iterator[str]) -> Any:
        if not isinstance(value, bool):
            raise InvalidRow(f"{name} must be true or false, without quotes")
        return value

    def write(self, value: Any) -> bool:
        return bool(value)


@dataclass(frozen=True)
class Number:
    """A decimal number with a point, exact: kept as the digits that were written."""

    default: str | None = None

    def read(self, value: Any, name: str, ids: Iterator[str]) -> str:
        text = str(value)
        if isinstance(value, bool) or not _NUMBER.fullmatch(text):
            raise InvalidRow(f"{name} must be a number, such as 46.4")
        return text

    def write(self, value: Any) -> str:
        return plain(Decimal(value))


@dataclass(frozen=True)
class Listed:
    """A list; each entry gets an id, so that it is the same one after the next import."""

    entry: Cell
    default: list[Any] | None = None

    def read(self, value: Any, name: str, ids: Iterator[str]) -> list[Row]:
        if not isinstance(value, list):
            raise InvalidRow(f"{name} must be a list")
        values = [
            self.entry.read(each, f"{name}, entry {number}", ids)
            for number, each in enumerate(value, start=1)
        ]
        return [{"type": "item", "value": each, "id": next(ids)} for each in values]

    def write(self, value: Iterable[Any]) -> list[Any]:
        return [self.entry.write(each) for each in value]


@dataclass(frozen=True)
class Cells:
    """A mapping with these keys and no others."""

    cells: Mapping[str, Cell]
    default: None = None

    def read(self, value: Any, name: str, ids: Iterator[str]) -> Row:
        where = f"{name}: " if name else ""
        if not isinstance(value, Mapping):
            raise InvalidRow(f"{where}keys and values are expected, not {value!r}")
        if unknown := sorted(map(str, set(value) - set(self.cells))):
            raise InvalidRow(f"{where}unknown key '{unknown[0]}'")
        return {
            key: self._read(cell, value.get(key), f"{where}'{key}'", ids)
            for key, cell in self.cells.items()
        }

    def _read(self, cell: Cell, value: Any, name: str, ids: Iterator[str]) -> Any:
        if value is not None:
            return cell.read(value, name, ids)
        if cell.default is None:
            raise InvalidRow(f"{name} is missing")
        return cell.default

    def write(self, value: Mapping[str, Any]) -> Row:
        plain_values = {key: cell.write(value[key]) for key, cell in self.cells.items()}
        return {k: v for k, v in plain_values.items() if v != self.cells[k].default}


def plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros at the end."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
