"""What a table of a report is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

# Long tables are cut on screen and paper, and say so; files hold every row.
ROWS_TO_READ = 200
# A line for each person and competency takes the renderer some hundredths of a second.
ROWS_ON_PAPER = 100


class Column(NamedTuple):
    """`kind` is text, code, count, step (from one level to another) or share.

    A share is 0 to 1, None without a whole.
    """

    key: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """`total` is the last row where the columns add up."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    total: tuple[Any, ...] | None = None
    note: str = ""

    @property
    def all_rows(self) -> list[tuple[Any, ...]]:
        return [*self.rows, *([self.total] if self.total else [])]
