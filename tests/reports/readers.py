"""What stands in the files of a report, read by nothing of the code that wrote them.

A reader is given the content of a file alone. Only paper has no cells: there, lines are joined to
cells that are as long as the wanted ones, and the lines tell where a cell ends.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from tests.pdf import pages_of

Grid = list[list[Any]]


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- Files with cells


def read_csv(content: bytes) -> dict[str, Grid]:
    """Return title, headings and rows of every table by its key; all cells are text."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    tables: dict[str, Grid] = {}
    block: Grid = []
    for line in [*lines, []]:
        if line:
            block.append(line)
        elif block:
            key, *title = block[0]
            tables[key] = [title, *block[1:]]
            block = []
    return tables


def read_xlsx(content: bytes) -> dict[str, Grid]:
    """Return headings and rows of every sheet; numbers are numbers, empty cells empty text."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name.lower().replace(" ", "_"): book.get_sheet_by_name(name).to_python()
        for name in book.sheet_names
    }


def read_html(content: bytes) -> dict[str, Grid]:
    """Return headings and rows of every table as they are shown; `heat_map` and `tiles` too."""
    page = BeautifulSoup(content, "html.parser")
    tables = {
        str(table["data-table"]): [_texts(row) for row in table.select("tr")]
        for table in page.select("table[data-table]")
    }
    (heat_map,) = page.select("table.heat-map")
    tables["heat_map"] = [_texts(row) for row in heat_map.select("tr")]
    tables["tiles"] = [[tile.get_text(strip=True)] for tile in page.select(".tile__value")]
    return tables


def _texts(row: Any) -> list[str]:
    return [" ".join(cell.get_text().split()) for cell in row.select("th, td")]


# --- JSON: the figures, put together to the tables of the other files


def read_json(content: bytes) -> dict[str, Grid]:
    """Return the codes and figures of every table, totals included; shares are worked out."""
    data = json.loads(content)["data"]
    n = data["denominator"]
    competencies = [row["code"] for row in _rows(data["competencies"])]
    cells = [list(row.values()) for row in _rows(data["totals"])]
    heat = [
        [row["code"], row["people"], *(_share(c[1], c[0]) for c in [*row["cells"], row["total"]])]
        for row in _rows(data["heat_map"])
    ]
    levels = [list(row.values()) for row in _rows(data["agency_levels"])]
    gaps = _rows(data["gaps"])
    courses = [list(row.values()) for row in _rows(data["completion"])]
    bands = [row["people"] for row in _rows(data["periods"]["bands"])]
    people = data["periods"]["people"]
    return {
        "denominator": [
            [n[name]]
            for name in (
                *("register", "elsewhere", "without_posting", "counted"),
                "account_closed",
                *("without_requirements", "with_requirements", "meeting_all", "with_gap"),
            )
        ],
        "competencies": [
            *(
                [code, *cell, _share(cell[1], cell[0])]
                for code, cell in zip(competencies, cells, strict=True)
            ),
            ["", *_sums(cells), _share(_sums(cells)[1], _sums(cells)[0])],
        ],
        "heat_map": [*heat[:-1], ["", *heat[-1][1:]]],
        "agency_levels": [[*row, _share(row[3], row[2])] for row in levels],
        "gaps": [
            [g[k] for k in ("person_code", "competency_code", "required", "proved", "gap")]
            for g in gaps
        ],
        "people_with_gaps": _people(gaps, competencies),
        "completion": [
            *([row[0], *row[2:]] for row in courses),
            ["", *list(data["completion_total"].values())[2:]],
        ],
        "certificates": [
            *([row["code"], *list(row.values())[2:]] for row in _rows(data["certificates"])),
            ["", *list(data["certificate_total"].values())[2:]],
        ],
        "periods": [*([b, _share(b, people)] for b in bands), [people, _share(people, people)]],
        "by_gender": _parts(data, "gender", has_code=False),
        "by_rank": _parts(data, "rank", has_code=True),
    }


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _share(part: int, whole: int) -> float | None:
    """Half up to a tenth of a percent, never 100 % before all and never 0 after one."""
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    if part not in (0, whole):
        tenths = min(max(tenths, 1), 999)
    return tenths / 1000


def _sums(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _people(gaps: list[dict[str, Any]], competencies: list[str]) -> Grid:
    """Return a line for each person, in the order of their first gap."""
    steps: dict[str, dict[str, str]] = {}
    for gap in gaps:
        step = f"{gap['proved']}→{gap['required']}"
        steps.setdefault(gap["person_code"], {})[gap["competency_code"]] = step
    return [
        [person, *(own.get(code, "") for code in competencies), len(own)]
        for person, own in steps.items()
    ]


def _parts(data: dict[str, Any], dimension: str, has_code: bool) -> Grid:
    rows = [row for row in _rows(data["breakdowns"]) if row["dimension"] == dimension]
    counts = [list(row.values())[3:] for row in rows]
    grid: Grid = [
        [row["code"], *c[:5], _share(c[4], c[3]), *c[5:]]
        for row, c in zip(rows, counts, strict=True)
    ]
    total = _sums(counts)
    grid.append(["", *total[:5], _share(total[4], total[3]), *total[5:]])
    return grid if has_code else [row[1:] for row in grid]


# --- Paper

PAGE_BREAK = "\f"


def read_pdf(content: bytes, wanted: dict[str, Grid]) -> dict[str, Grid]:
    """Return the tables of a document without the spaces of their texts.

    `wanted` gives, in the order of the document, the first lines and the number of cells of each
    table. A table that is not there is not in what is returned.
    """
    lines = _lines(content)
    tables: dict[str, Grid] = {}
    for key, rows in wanted.items():
        at = _find(lines, squeezed("".join(rows[0])))
        if at is not None:
            tables[key], lines = _cells(lines[at:], rows)
    return tables


def _lines(content: bytes) -> list[str]:
    """Return the lines of all pages without the numbers of pages."""
    lines: list[str] = []
    for number, page in enumerate(pages_of(content), start=1):
        lines += page[:-1] if page and page[-1] == str(number) else page
        lines.append(PAGE_BREAK)
    return [line if line == PAGE_BREAK else squeezed(line) for line in lines]


def _find(lines: list[str], text: str) -> int | None:
    """Return where a line begins from which the text stands without anything between."""
    for at, line in enumerate(lines):
        begins = bool(line) and text.startswith(line)
        if begins and "".join(lines[at : at + len(text)]).startswith(text):
            return at
    return None


def _cells(lines: list[str], wanted: Grid) -> tuple[Grid, list[str]]:
    """Return the cells at the beginning of the lines, as many as wanted, and the lines left."""
    head = squeezed("".join(wanted[0]))
    grid: Grid = []
    for row in wanted:
        cells = []
        for cell in row:
            text = ""
            while lines and len(text) < len(squeezed(cell)):
                line, *lines = lines
                if not text and not squeezed(cell).startswith(line) and PAGE_BREAK in lines:
                    # The words of drawings are written at the end of their page.
                    line, *lines = lines[lines.index(PAGE_BREAK) :]
                if line == PAGE_BREAK:
                    lines = _after_repeated(lines, head)
                else:
                    text += line
            cells.append(text)
        grid.append(cells)
    return grid, lines


def _after_repeated(lines: list[str], head: str) -> list[str]:
    """Return the lines after the headings of a table that goes on on another page."""
    read = ""
    for at, line in enumerate(lines):
        if read + line not in head:
            return lines[at:]
        read += line
    return lines
