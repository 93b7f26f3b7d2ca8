"""A question as a file holds it: a mapping of plain values, read strictly and written again.

Each kind says which keys it has and what stands there; whatever else a file says is refused,
because a misspelt key or a word in place of true would make a right answer silently wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

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
            said = _("%(name)s must be a text: put %(value)r in quotes")
            raise InvalidRow(said % {"name": name, "value": value})
        return value

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Flag:
    default: bool | None = False

    def read(self, value: Any, name: str, ids: Iterator[str]) -> Any:
        if not isinstance(value, bool):
            raise InvalidRow(_("%(name)s must be true or false, without quotes") % {"name": name})
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
            raise InvalidRow(_("%(name)s must be a number, such as 46.4") % {"name": name})
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
            raise InvalidRow(_("%(name)s must be a list") % {"name": name})
        values = [
            self.entry.read(each, _entry(name, number), ids)
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
            said = _("keys and values are expected, not %(value)r") % {"value": value}
            raise InvalidRow(f"{where}{said}")
        if unknown := sorted(map(str, set(value) - set(self.cells))):
            said = _("unknown key '%(key)s'") % {"key": unknown[0]}
            raise InvalidRow(f"{where}{said}")
        return {
            key: self._read(cell, value.get(key), f"{where}'{key}'", ids)
            for key, cell in self.cells.items()
        }

    def _read(self, cell: Cell, value: Any, name: str, ids: Iterator[str]) -> Any:
        if value is not None:
            return cell.read(value, name, ids)
        if cell.default is None:
            raise InvalidRow(_("%(key)s is missing") % {"key": name})
        return cell.default

    def write(self, value: Mapping[str, Any]) -> Row:
        plain_values = {key: cell.write(value[key]) for key, cell in self.cells.items()}
        return {k: v for k, v in plain_values.items() if v != self.cells[k].default}


def _entry(name: str, number: int) -> str:
    return _("%(name)s, entry %(number)d") % {"name": name, "number": number}


def plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros at the end."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
