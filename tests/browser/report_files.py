"""The figures of a competency report, read back from each of its five renderings.

A table is a list of rows; a row keeps its numbers only (None where there is none), in the order
of the columns that hold numbers on the page. Shares are fractions.
"""

import csv
import io
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page
from python_calamine import CalamineWorkbook

from tests.pdf import text_of

Row = list[float | None]
Tables = dict[str, list[Row]]
READ_TABLES = r"""tables => Object.fromEntries(tables.map(table => [
    table.dataset.table,
    [...table.querySelectorAll("tbody tr, tfoot tr")].map(row => [...row.cells].map(
        cell => [cell.classList.contains("number"), cell.textContent.replace(/\s+/g, " ").trim()]))
]))"""


class ReportOnScreen:
    """The tables of the page as people see them: the numbers, their places, the words."""

    def __init__(self, page: Page) -> None:
        cells = page.locator("table[data-table]").evaluate_all(READ_TABLES)
        self.texts = {
            key: [[text for _n, text in row] for row in rows] for key, rows in cells.items()
        }
        self.places = {
            key: [place for place, (is_number, _text) in enumerate(rows[0]) if is_number]
            for key, rows in cells.items()
        }
        self.tables: Tables = {
            key: [[number(text) for is_number, text in row if is_number] for row in rows]
            for key, rows in cells.items()
        }

    def same_as(self, tables: Tables) -> bool:
        """Compare; on screen, a share is rounded to a tenth of a percent."""
        return all(
            len(mine) == len(theirs)
            and all(
                row == pytest.approx(other, abs=0.00051)
                for row, other in zip(mine, theirs, strict=True)
            )
            for key, mine in self.tables.items()
            for theirs in [tables[key]]
        )

    def lines(self, key: str) -> list[str]:
        return [" ".join(row).strip() for row in self.texts[key]]


def number(text: str) -> float | None:
    """Return a number written in Vietnamese: 1.234 or 46,4%; None for a dash."""
    plain = text.replace(".", "").replace(",", ".")
    if plain.endswith("%"):
        return float(plain[:-1]) / 100
    return float(plain) if plain not in ("", "–") else None


def plain_number(value: Any) -> float | None:
    return None if value in ("", None) else float(value)


def from_csv(content: bytes, screen: ReportOnScreen) -> Tables:
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    tables: Tables = {}
    for key, places in screen.places.items():
        start = next(i for i, line in enumerate(lines) if line[:1] == [key]) + 2
        end = next(i for i in range(start, len(lines)) if not any(lines[i]))
        tables[key] = [[plain_number(line[place]) for place in places] for line in lines[start:end]]
    return tables


def from_xlsx(content: bytes, screen: ReportOnScreen) -> Tables:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = {name.lower().replace(" ", "_"): name for name in book.sheet_names}
    return {
        key: [
            [plain_number(row[place]) for place in places]
            for row in book.get_sheet_by_name(sheets[key]).to_python()[1:]
        ]
        for key, places in screen.places.items()
    }


def from_json(content: bytes) -> Tables:
    """Return the tables that stand in the data as they do on screen."""
    data = json.loads(content)["data"]
    who = data["denominator"]
    order = [
        *("register", "elsewhere", "without_posting", "counted", "account_closed"),
        *("without_requirements", "with_requirements", "meeting_all", "with_gap"),
    ]
    cells = data["totals"]["rows"]
    sums = [sum(column) for column in zip(*cells, strict=True)]
    completion = [row[2:] for row in data["completion"]["rows"]]
    certificates = [row[2:] for row in data["certificates"]["rows"]]
    return {
        "denominator": [[who[name]] for name in order],
        "competencies": [
            [*cell, cell[1] / cell[0] if cell[0] else None] for cell in [*cells, sums]
        ],
        "completion": [*completion, list(data["completion_total"].values())[2:]],
        "certificates": [*certificates, list(data["certificate_total"].values())[2:]],
    }


def missing_from_pdf(content: bytes, screen: ReportOnScreen) -> list[str]:
    """Return the lines of the tables on screen that the document does not hold."""
    assert content.startswith(b"%PDF-")
    text = text_of(content)
    keys = ("denominator", "competencies", "completion", "certificates", "periods")
    lines = [re.sub(r"\s+", " ", line) for key in keys for line in screen.lines(key)]
    return [line for line in lines if line not in text]
