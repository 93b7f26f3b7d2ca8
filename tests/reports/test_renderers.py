"""Every rendering holds the same figures, and none of them runs what somebody typed."""

import csv
import datetime as dt
import hashlib
import io
import json
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from lms.agencies.models import AgencyVersion
from lms.competencies.models import Competency
from lms.core.spreadsheets import safe_text
from lms.reports.datasets import canonical_json
from lms.reports.figures import written
from lms.reports.presentation import report_context
from lms.reports.renderers import RENDERERS, file_name
from lms.reports.tables import report_tables
from tests.reports.world import DAY, World, report_on

Grid = list[list[str]]


@pytest.fixture
def report(world: World):
    """Few enough rows that nothing is cut, varied enough that every table has some."""
    cast = world.cast
    world.require(world.data, 3)
    world.require(world.security, 2)
    for index, user in enumerate(world.people(cast.centre, 9)):
        world.prove(user, world.data, index % 4 + 1)
        world.complete(user, dt.date(2026, 2, 1), periods=index * 6)
        world.certify(user)
    return report_on(cast.province, DAY, generated_by=cast.admin)


def as_read(value: object, kind: str) -> str:
    """Return a value as people read it, empty in the rows of totals."""
    return "" if value == "" else written(value, kind)


def expected(report) -> dict[str, Grid]:
    """Return the figures of all tables as people read them, by the table's key."""
    return {
        table.key: [
            [as_read(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
            for row in table.all_rows
        ]
        for table in report_tables(report)
    }


class Tables(HTMLParser):
    """Reads the cells of tables that name themselves by `data-table`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Grid] = {}
        self.key, self.is_cell = "", False

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "table":
            self.key = dict(attrs).get("data-table") or ""
            self.found.setdefault(self.key, [])
        elif tag == "tr" and self.key:
            self.found[self.key].append([])
        elif tag == "td" and self.key:
            self.found[self.key][-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag) -> None:
        self.is_cell = self.is_cell and tag != "td"
        self.key = "" if tag == "table" else self.key

    def handle_data(self, data) -> None:
        if self.is_cell:
            self.found[self.key][-1][-1] += data.strip()


def read_html(content: bytes, report) -> dict[str, Grid]:
    read = tables_in(content.decode())
    read.pop("", None)
    # The heat map has cells of its own on screen; its shares stand in them.
    text = content.decode()
    assert all(written(row.total.share, "share") in text for row in report.heat_map)
    return read


def read_csv(content: bytes, report) -> dict[str, Grid]:
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    read: dict[str, Grid] = {}
    for table in report_tables(report):
        start = next(i for i, line in enumerate(lines) if line[:1] == [table.key])
        rows = lines[start + 2 : start + 2 + len(table.all_rows)]
        assert lines[start + 1] == [column.heading for column in table.columns]
        read[table.key] = [_typed(row, table) for row in rows]
    return read


def _typed(row: list[str], table) -> list[str]:
    values = []
    for text, column in zip(row, table.columns, strict=True):
        if column.kind == "share":
            values.append(written(float(text) if text else None, "share"))
        else:
            values.append(
                as_read(int(text) if column.kind == "count" and text else text, column.kind)
            )
    return values


def read_xlsx(content: bytes, report) -> dict[str, Grid]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    read: dict[str, Grid] = {}
    for table in report_tables(report):
        rows = book.get_sheet_by_name(table.key.replace("_", " ").capitalize()).to_python()[1:]
        read[table.key] = [
            [
                written(value if value != "" else None, column.kind)
                if column.kind == "share"
                else as_read(
                    int(value) if column.kind == "count" and isinstance(value, float) else value,
                    column.kind,
                )
                for value, column in zip(row, table.columns, strict=True)
            ]
            for row in rows
        ]
    assert "Provenance" in book.sheet_names
    return read


def read_json(content: bytes, report) -> dict[str, Grid]:
    """Read the figures back out of the document; text from the report itself."""
    document = json.loads(content)
    data = document["data"]
    assert document["provenance"]["sha256"] == hashlib.sha256(canonical_json(data)).hexdigest()
    denominator = data["denominator"]
    order = [
        "register",
        "elsewhere",
        "without_posting",
        "counted",
        "without_requirements",
        "with_requirements",
        "meeting_all",
        "with_gap",
    ]
    tables = expected(report)
    assert [row[-1] for row in tables["denominator"]] == [str(denominator[key]) for key in order]
    totals = [[str(n) for n in row] for row in data["totals"]["rows"]]
    assert [row[2:6] for row in tables["competencies"][:-1]] == totals
    gaps = data["gaps"]["rows"]
    at = data["gaps"]["columns"].index
    assert [(row[0], row[-1]) for row in tables["gaps"]] == [
        (gap[at("person_code")], str(gap[at("gap")])) for gap in gaps
    ]
    completion = [[str(v) for v in row[2:]] for row in data["completion"]["rows"]]
    assert [row[2:] for row in tables["completion"][:-1]] == completion
    certificates = [[str(v) for v in row[1:]] for row in data["certificates"]["rows"]]
    assert [row[1:] for row in tables["certificates"][:-1]] == certificates
    bands = [str(row[-1]) for row in data["periods"]["bands"]["rows"]]
    assert [row[1] for row in tables["periods"][:-1]] == bands
    return tables


def pdf_text(content: bytes, order: str) -> str:
    """Return the text of a document; `order` is layout (as it looks) or raw (as it was set)."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", f"-{order}", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def read_pdf(content: bytes, report) -> dict[str, Grid]:
    """Find every row, cell after cell, in the text of the document."""
    squeezed = "".join(pdf_text(content, "raw").split())
    tables = expected(report)
    for key, rows in tables.items():
        # On paper the gaps stand with one line for each person.
        for row in rows if key not in {"heat_map", "gaps"} else ():
            assert "".join("".join(row).split()) in squeezed, (key, row)
    for row in report.heat_map:
        shares = "".join(f"{written(c.share, 'share')}{c.meeting}/{c.required}" for c in row.cells)
        assert shares in squeezed
    return tables


READERS = {
    "html": read_html,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "json": read_json,
    "pdf": read_pdf,
}


@pytest.mark.parametrize("key", RENDERERS)
def test_every_rendering_holds_the_figures_of_the_report(report, key):
    read = READERS[key](RENDERERS[key].render(report), report)
    wanted = expected(report)
    if key == "html":
        wanted.pop("heat_map")
    assert read == wanted


def test_the_document_has_what_the_decree_asks_for(report):
    with translation.override("en"):
        content = RENDERERS["pdf"].render(report)
    text = pdf_text(content, "layout")
    pages = text.split("\f")
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH",
        "/BC-UBND",
        "BÁO CÁO",
    ):
        assert words in pages[0]
    assert "Nơi nhận:" in text
    assert not pages[0].strip().startswith("1")
    assert pages[1].strip().startswith("2")
    assert report.provenance.sha256 in "".join(pdf_text(content, "raw").split())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "  =1"],
)
def test_a_spreadsheet_runs_nothing_that_somebody_typed(world, text):
    world.require(world.data, 3)
    cast = world.cast
    cast.lan.__class__.objects.filter(pk=cast.lan.pk).update(full_name=text)
    Competency.objects.filter(pk=world.data.pk).update(name=text)
    AgencyVersion.objects.filter(agency=cast.science).update(name=f'{text}";=2+5+cmd')
    report = report_on(cast.science, DAY)
    content = RENDERERS["csv"].render(report).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(content, newline="")) for cell in line]
    assert f"'{text}" in cells
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(dangerous)]
    book = RENDERERS["xlsx"].render(report)
    assert b"<f>" not in _sheets(book)


def _sheets(content: bytes) -> bytes:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist() if "worksheets" in name)


def test_attack_41_numbers_stay_numbers_and_codes_keep_their_zeros(report):
    grid = read_xlsx(RENDERERS["xlsx"].render(report), report)
    codes = [row[0] for row in grid["gaps"]]
    assert any(code.startswith("00") for code in codes)
    assert grid["completion"][0][0] == "007"
    assert safe_text("0012") == "0012"
    assert safe_text("Sở A") == "Sở A"


def test_markup_in_names_is_text_everywhere(world):
    world.require(world.data, 3)
    name = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7|add:7 }}"
    world.cast.lan.__class__.objects.filter(pk=world.cast.lan.pk).update(full_name=name)
    report = report_on(world.cast.science, DAY)
    html = RENDERERS["html"].render(report).decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert RENDERERS["pdf"].render(report).startswith(b"%PDF")


def test_numbers_are_written_as_the_language_writes_them():
    with translation.override("vi"):
        assert written(0.6154, "share") == "61,5%"
        assert written(12345, "count") == "12.345"
    with translation.override("en"):
        assert written(0.6154, "share") == "61.5%"
        assert written(12345, "count") == "12,345"
    assert written(None, "share") == "–"


def test_every_gap_stands_in_the_line_of_its_person(report):
    tables = {table.key: table for table in report_tables(report)}
    people = tables["people_with_gaps"]
    steps = [
        (row[0], column.key, value)
        for row in people.rows
        for value, column in zip(row, people.columns, strict=True)
        if column.kind == "step" and value
    ]
    gaps = [(g.person_code, g.competency_code, f"{g.proved}→{g.required}") for g in report.gaps]
    assert sorted(steps) == sorted(gaps)
    assert sum(row[-1] for row in people.rows) == len(report.gaps)
    assert len(people.rows) == report.denominator.with_gap


def test_file_names_are_plain(report):
    assert file_name(report, RENDERERS["pdf"]) == "competency-report-tinh-2026-06-30.pdf"


def test_long_tables_are_cut_and_say_so(report):
    html = render_to_string("reports/report_file.html", report_context(report, 3))
    assert f"{len(report.gaps) - 3} " in html.split('data-table="gaps"')[1]
    assert len(tables_in(html)["gaps"]) == 3
    denominator = report_context(report, 3)["tables"]["denominator"]
    assert (len(denominator.rows), denominator.cut) == (8, 0)


def tables_in(html: str) -> dict[str, Grid]:
    parser = Tables()
    parser.feed(html)
    return {key: [row for row in rows if row] for key, rows in parser.found.items()}
