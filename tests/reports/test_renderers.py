"""Every rendering holds the same figures, and none of them runs what somebody typed."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.agencies.models import AgencyVersion
from lms.competencies.models import Competency
from lms.core.spreadsheets import safe_text
from lms.enrolments.models import Enrolment
from lms.reports.datasets.shape import Cell, CompetencyLine, HeatRow, Label, sum_cells
from lms.reports.figures import written
from lms.reports.paper import spans
from lms.reports.presentation import report_context
from lms.reports.renderers import RENDERERS, file_name
from lms.reports.tables import report_tables
from lms.reports.tables.base import Table
from tests.enrolments.makers import make_due
from tests.pdf import beyond_the_edge, pages_of, text_of
from tests.reports.readers import (
    Grid,
    read_csv,
    read_html,
    read_json,
    read_pdf,
    read_xlsx,
    squeezed,
)
from tests.reports.world import DAY, World, report_on

ON_PAPER = (
    *("denominator", "competencies", "completion", "certificates", "periods"),
    *("by_gender", "by_rank", "heat_map", "agency_levels", "people_with_gaps"),
)


@pytest.fixture
def report(world: World):
    """Few enough rows that nothing is cut, so varied that hardly two columns are alike."""
    cast = world.cast
    world.require(world.data, 3)
    world.require(world.security, 2)
    people = world.people(cast.centre, 9)
    type(people[0]).objects.filter(pk__in=[user.pk for user in people[:4]]).update(gender="male")
    for index, user in enumerate(people):
        world.prove(user, world.data, index % 4 + 1)
        if index % 3:
            world.prove(user, world.security, index % 3)
        if index < 7:
            world.complete(user, dt.date(2026, 2, 1), periods=index * 6)
    moment = timezone.make_aware(dt.datetime(2026, 5, 1, 9))
    given_up = {"withdrawn_at": moment}
    for learner, due_on, fields in (
        (cast.nga, dt.date(2026, 6, 1), {}),
        (cast.minh, dt.date(2026, 6, 15), {}),
        (cast.lan, None, given_up),
        (people[0], dt.date(2026, 12, 1), {}),
    ):
        enrolment = Enrolment.objects.create(
            learner=learner, course=world.course, opened_at=moment, **fields
        )
        if due_on:
            make_due(enrolment, due_on)
    for user in people[:6]:
        world.certify(user)
    world.certify(people[6], revoked_at=moment)
    for user in people[7:]:
        world.certify(user, expires_on=dt.date(2026, 6, 1))
    for user in people[:3]:
        world.renew(user)
    return report_on(cast.province, DAY, generated_by=cast.admin)


# --- The same figures everywhere


def tables_of(report) -> dict[str, Table]:
    return {table.key: table for table in report_tables(report)}


def as_people_read(value: Any, kind: str, is_total: bool = False) -> str:
    """Write a value as Vietnamese texts do, without the code that the renderers use."""
    if is_total and value == "":
        return ""
    if kind == "step":
        return str(value)
    if value is None or value == "":
        return "–"
    if kind == "share":
        return f"{round(value * 100, 1):.1f}%".replace(".", ",")
    return f"{value:,}".replace(",", ".") if kind == "count" else str(value)


def shown(table: Table) -> Grid:
    """Return the rows of a table as people read them."""
    return [
        [
            as_people_read(value, column.kind, row is table.total)
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.all_rows
    ]


def shown_heat_map(report, table: Table) -> Grid:
    """Return its headings and rows as on screen and paper: shares with what they are made of."""
    grid = [[table.columns[1].heading, *(c.heading for c in table.columns[3:])]]
    for row, heat in zip(table.all_rows, report.heat_map, strict=True):
        cells = [
            f"{as_people_read(share, 'share')} {cell.meeting}/{cell.required}"
            for share, cell in zip(row[3:], [*heat.cells, heat.total], strict=True)
        ]
        grid.append([row[1], *cells])
    return grid


def figures(table: Table) -> Grid:
    """Return the codes and figures of the rows, without what only names them."""
    kinds = [column.kind for column in table.columns]
    return [
        [value for value, kind in zip(row, kinds, strict=True) if kind != "text"]
        for row in table.all_rows
    ]


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def test_the_report_of_these_tests_is_varied(report) -> None:
    """A figure in the wrong place would not be noticed among equal ones."""
    total = report.total
    assert len({total.required, total.meeting, total.below, total.unproved}) == 4
    course = report.completion_total
    assert len({*course[2:6], course.overdue}) == 5
    assert len(set(report.certificate_total[2:])) == 5
    assert {row.dimension for row in report.breakdowns if row.people} == {"gender", "rank"}
    assert 0 < report.denominator.meeting_all < report.denominator.with_gap
    assert all(table.rows for table in report_tables(report))


def test_json_holds_the_figures_of_the_tables(report) -> None:
    content = RENDERERS["json"].render(report)
    figures = {
        key: [
            [
                value
                for value, column in zip(row, table.columns, strict=True)
                if column.kind != "text"
            ]
            for row in table.all_rows
        ]
        for key, table in tables_of(report).items()
    }
    assert read_json(content) == figures


def test_json_is_what_its_fingerprint_says(report) -> None:
    document = json.loads(RENDERERS["json"].render(report))
    plain = json.dumps(
        document["data"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    assert document["provenance"]["sha256"] == hashlib.sha256(plain).hexdigest()
    assert document["data"]["as_of"] == "2026-06-30"


def test_csv_holds_the_figures_of_the_tables(report) -> None:
    read = read_csv(RENDERERS["csv"].render(report))
    assert report.provenance.sha256 in str(read.pop("provenance"))
    assert read == {
        key: [
            [table.title],
            headings(table),
            *(["" if value is None else str(value) for value in row] for row in table.all_rows),
        ]
        for key, table in tables_of(report).items()
    }


def test_xlsx_holds_the_figures_of_the_tables(report) -> None:
    read = read_xlsx(RENDERERS["xlsx"].render(report))
    assert report.provenance.sha256 in str(read.pop("provenance"))
    assert read == {
        key: [
            headings(table),
            *(["" if value is None else value for value in row] for row in table.all_rows),
        ]
        for key, table in tables_of(report).items()
    }


def test_the_page_holds_the_figures_of_the_tables(report) -> None:
    read = read_html(RENDERERS["html"].render(report))
    tables = tables_of(report)
    wanted = {key: [headings(table), *shown(table)] for key, table in tables.items()}
    wanted["heat_map"] = shown_heat_map(report, tables["heat_map"])
    # On screen, where a code is met alone, with the name.
    names = [f"{line.name} {line.code}" for line in report.competencies]
    wanted["heat_map"][0][1:-1] = names
    wanted["tiles"] = [
        [as_people_read(report.total.share, "share")],
        [as_people_read(report.periods.share, "share")],
        [as_people_read(report.certificate_total.valid, "count")],
    ]
    assert read == wanted


def test_the_document_holds_the_figures_of_the_tables(report) -> None:
    content = RENDERERS["pdf"].render(report)
    tables = tables_of(report)
    wanted = {}
    for key in ON_PAPER:
        table = tables[key]
        note = [f"({table.note})"] if table.note else []
        wanted[key] = [[table.title, *note, *headings(table)], *shown(table)]
    wanted["heat_map"] = shown_heat_map(report, tables["heat_map"])
    without_spaces = {
        key: [["".join(cell.split()) for cell in row] for row in rows]
        for key, rows in wanted.items()
    }
    assert read_pdf(content, wanted) == without_spaces
    text = text_of(content)
    for share, part, whole in (
        (report.total.share, report.total.meeting, report.total.required),
        (report.periods.share, report.periods.target_reached, report.periods.people),
    ):
        assert re.search(rf"{as_people_read(share, 'share')} \({part}/{whole}\b", text)


# --- More competencies than a sheet is wide


@pytest.mark.parametrize(
    ("count", "most", "sizes"),
    [(0, 4, [0]), (1, 4, [1]), (4, 4, [4]), (5, 4, [2, 3]), (9, 4, [3, 3, 3]), (30, 10, [10] * 3)],
)
def test_what_is_too_wide_is_shared_out_evenly(count, most, sizes):
    assert [len(part) for part in spans(count, most)] == sizes
    assert [at for part in spans(count, most) for at in part] == list(range(count))


@pytest.fixture
def wide(world: World):
    """Thirty competencies, as a framework in force has them; long names of people and agencies."""
    cast = world.cast
    for number in range(30):
        competency = Competency.objects.create(
            framework=world.framework,
            code=f"NLS-{number // 6 + 1}.{number % 6 + 1}",
            name=f"Năng lực số {number}",
            position=number,
        )
        world.require(competency, number % 4 + 1)
        world.prove(cast.lan, competency, number % 3 + 1)
    type(cast.lan).objects.filter(pk=cast.lan.pk).update(
        full_name="Nguyễn Hoàng Thị Phương Thảo Nguyên"
    )
    AgencyVersion.objects.filter(agency=cast.centre).update(
        name="Trung tâm Giám sát, điều hành thông minh và Chuyển đổi số"
    )
    return report_on(cast.province, DAY)


def in_parts(head: list[str], rows: Grid, fixed: slice, sizes: list[int]) -> dict[int, Grid]:
    """Return a grid part by part: `fixed` cells in front and one behind stand in each of them."""
    parts, start = {}, len(head[fixed])
    for number, size in enumerate(sizes, start=1):
        here = slice(start, start + size)
        parts[number] = [[*row[fixed], *row[here], row[-1]] for row in [head, *rows]]
        start += size
    return parts


def test_the_document_loses_no_column_of_thirty_competencies(wide) -> None:
    tables = tables_of(wide)
    content = RENDERERS["pdf"].render(wide)
    heat, *heat_rows = shown_heat_map(wide, tables["heat_map"])
    people = tables["people_with_gaps"]
    wanted: dict[str, Grid] = {
        f"heat {number}": grid
        for number, grid in in_parts(heat, heat_rows, slice(1), [10] * 3).items()
    }
    for number, grid in in_parts(headings(people), shown(people), slice(3), [10] * 3).items():
        title = f"{people.title} (phần {number}/3)"
        wanted[f"people {number}"] = [[title, f"({people.note})", *grid[0]], *grid[1:]]
    read = read_pdf(content, wanted)
    assert read == {
        key: [[squeezed(cell) for cell in row] for row in rows] for key, rows in wanted.items()
    }
    assert beyond_the_edge(content) == []


# --- Shares that do not come out even

NASTY = {
    Cell(2000, 1999, 1, 0): "99,9%",
    Cell(3000, 1, 0, 2999): "0,1%",
    Cell(48, 15, 33, 0): "31,3%",
    Cell(8, 1, 7, 0): "12,5%",
    Cell(3, 2, 1, 0): "66,7%",
    Cell(400, 1, 399, 0): "0,3%",
    Cell(5, 0, 0, 5): "0,0%",
    Cell(5, 5, 0, 0): "100,0%",
    Cell(): "–",
}


@pytest.fixture
def uneven(report):
    lines = tuple(
        CompetencyLine("ct", f"N{number}", Label("Năng lực", "Competency"), 4)
        for number, _cell in enumerate(NASTY)
    )
    cells = tuple(NASTY)
    row = HeatRow("", "", False, 9, cells, sum_cells(cells))
    return replace(
        report, competencies=lines, totals=cells, heat_map=(row,), gaps=(), agency_levels=()
    )


def as_a_spreadsheet_shows(value: Any) -> str:
    """Format a number as “0.0%” does, half away from zero; empty cells are shown as a dash."""
    if value == "":
        return "–"
    percent = (Decimal(str(value)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{percent}%".replace(".", ",")


def test_a_share_is_the_same_in_every_rendering(uneven) -> None:
    words = list(NASTY.values())
    html = read_html(RENDERERS["html"].render(uneven))
    assert [row[-1] for row in html["competencies"][1:-1]] == words
    assert [cell.split()[0] for cell in html["heat_map"][-1][1:-1]] == words
    xlsx = read_xlsx(RENDERERS["xlsx"].render(uneven))
    assert [as_a_spreadsheet_shows(row[-1]) for row in xlsx["competencies"][1:-1]] == words
    csv_rows = read_csv(RENDERERS["csv"].render(uneven))["competencies"][2:-1]
    assert [as_a_spreadsheet_shows(row[-1]) for row in csv_rows] == words
    json_rows = read_json(RENDERERS["json"].render(uneven))["competencies"][:-1]
    assert [as_a_spreadsheet_shows(_or_empty(row[-1])) for row in json_rows] == words
    paper = text_of(RENDERERS["pdf"].render(uneven))
    assert [word for word in words if word not in paper] == []
    assert "31,2%" not in paper


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


# --- The document, the files


def test_the_document_has_what_the_decree_asks_for(report):
    with translation.override("en"):
        content = RENDERERS["pdf"].render(report)
    pages = [" ".join(lines) for lines in pages_of(content)]
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH",
        "/BC-UBND",
        "BÁO CÁO",
    ):
        assert words in pages[0]
    assert "Nơi nhận:" in " ".join(pages)
    assert not re.search(r"(^| )1$", pages[0])
    assert pages[1].endswith(" 2")
    assert report.provenance.sha256 in "".join("".join(pages).split())


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
    with ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist() if "worksheets" in name)


def test_attack_41_numbers_stay_numbers_and_codes_keep_their_zeros(report):
    grid = read_xlsx(RENDERERS["xlsx"].render(report))
    codes = [row[0] for row in grid["gaps"]]
    assert any(code.startswith("00") for code in codes)
    assert grid["completion"][1][0] == "007"
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
    people = tables_of(report)["people_with_gaps"]
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
    assert len(read_html(html.encode())["gaps"][1:]) == 3
    denominator = report_context(report, 3)["tables"]["denominator"]
    assert (len(denominator.rows), denominator.cut) == (9, 0)
