"""Files for spreadsheets run nothing that somebody typed, and who took one is on record."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from structlog.testing import capture_logs
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from tests.security.addresses import Address, addresses
from tests.security.hostile import poison

FORMULA = '=HYPERLINK("http://evil.example";"Xem")'
UTF8_MARK = b"\xef\xbb\xbf"
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@pytest.fixture
def files(foreign, signed_in) -> Iterator[tuple[str, str, bytes]]:
    """Give path, kind and content of every export, for somebody who may have them all."""
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    assert poison(FORMULA) > 30
    client = signed_in(foreign.cast.hung)
    return _exports(client, foreign)


def exports(address: Address) -> str:
    """Return the parameter that asks a page for a file; empty if it has none."""
    if address.route.startswith("agency/"):
        return "format"
    view = getattr(address.view, "view_class", None)
    return "export" if view and issubclass(view, SpreadsheetExportMixin) else ""


def _exports(client: Any, foreign: Any) -> Iterator[tuple[str, str, bytes]]:
    for address in addresses():
        if not (parameter := exports(address)):
            continue
        path = address.filled(foreign.samples, foreign.special)
        for kind in ("csv", "xlsx"):
            response = client.get(path, {parameter: kind})
            if "attachment" not in response.get("Content-Disposition", "") or not any(
                mark in response["Content-Type"] for mark in ("csv", "spreadsheet")
            ):
                break
            yield path, kind, response.getvalue()


def formulas(kind: str, content: bytes) -> list[str]:
    """Return the cells that a spreadsheet would run."""
    if kind == "csv":
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        cells = [cell for line in csv.reader(text) for cell in line]
        return [cell for cell in cells if cell.lstrip(" ").startswith(STARTS)]
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [str(cell.value) for cell in rows if cell.data_type == "f"]


def test_attack_40_no_export_of_the_whole_site_runs_a_formula(files) -> None:
    walked, found, seen = 0, [], 0
    for path, kind, content in files:
        walked += 1
        seen += kind == "csv" and b"evil.example" in content
        if cells := formulas(kind, content):
            found.append((path, kind, cells[:3]))
    assert "\n".join(map(str, found)) == ""
    assert walked >= 20
    assert seen >= 6


def test_spreadsheets_read_the_vietnamese_of_every_csv_file(files) -> None:
    plain = [path for path, kind, content in files if kind == "csv" and content[:3] != UTF8_MARK]
    assert plain == []


def test_attack_64_whoever_takes_a_list_along_is_on_record(foreign, signed_in) -> None:
    admin, manager = foreign.cast.admin, foreign.cast.phuc
    with capture_logs() as lines:
        signed_in(admin).get("/cms/certificates/register/", {"export": "xlsx"})
        signed_in(admin).get("/cms/reports/site-history/", {"export": "csv"})
        for path in ("/agency/so-b/people/", "/agency/so-b/competency-report/"):
            signed_in(manager).get(path, {"format": "csv"})
    taken = [each for each in lines if each["event"] in {"list_exported", "agency_records_read"}]
    assert [(each["user_id"], each["format"]) for each in taken] == [
        (admin.pk, "xlsx"),
        (admin.pk, "csv"),
        (manager.pk, "csv"),
        (manager.pk, "csv"),
    ]
    assert foreign.cast.hung.full_name not in str(lines)
