"""A manager sees their agency and those below it, and nothing else; all files agree."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, sign_out
from tests.browser.learning import where
from tests.browser.report_files import (
    ReportOnScreen,
    from_csv,
    from_json,
    from_xlsx,
    missing_from_pdf,
)

pytestmark = pytest.mark.browser

AGENCY = "so-tttt"
BELOW = {"so-tttt-cntt", "so-tttt-bcvt", "tt-cntt"}
OTHER_AGENCIES = ["so-nv", "ubnd-tinh", "h-viet-yen"]


def agencies_linked(page: Page) -> set[str]:
    links = page.get_by_role("main").locator("a[href^='/agency/']").all()
    return {where(link).split("/")[2] for link in links}


def open_my_agency(page: Page) -> None:
    page.get_by_role("navigation", name="Điều hướng chính").first.get_by_role(
        "link", name="Cơ quan của tôi"
    ).click()


def test_a_manager_sees_own_agency_its_people_and_their_progress(page: Page):
    sign_in(page, "lanhdao")
    page.goto("/")
    open_my_agency(page)
    main = page.get_by_role("main")
    expect(page).to_have_url(re.compile(f"/agency/{AGENCY}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Thông tin và Truyền thông")
    assert agencies_linked(page) == {AGENCY, *BELOW}
    expect(main.get_by_role("region", name="Tỷ lệ người đạt bậc yêu cầu")).to_be_visible()
    main.get_by_role("link", name="Cán bộ", exact=True).first.click()
    assert page.locator("main table tbody tr").count() == 8
    main.get_by_role("link", name="Hoàng Thị Minh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoàng Thị Minh")
    expect(main).to_contain_text("Từ chính quyền điện tử đến chính quyền số")
    expect(main.get_by_role("progressbar").first).to_be_visible()


def test_every_figure_opens_into_the_people_it_counts(page: Page):
    sign_in(page, "lanhdao")
    page.goto(f"/agency/{AGENCY}/")
    cell = page.locator(".heat-map__total td a").first
    meeting, required = map(int, cell.locator(".heat__counts").inner_text().split("/"))
    cell.click()
    assert page.locator("main table tbody tr").count() == required - meeting


def test_the_five_renderings_hold_the_same_figures(page: Page, tmp_path: Path):
    sign_in(page, "lanhdao")
    page.goto(f"/agency/{AGENCY}/")
    page.get_by_role("main").get_by_role("link", name="Báo cáo năng lực", exact=True).click()
    screen = ReportOnScreen(page)
    assert screen.tables["denominator"][0] == [8]
    assert len(screen.tables["competencies"]) == 13
    expect(page.get_by_role("main").locator("svg[role=img]").first).to_be_visible()
    files = {}
    for kind in ("PDF", "XLSX", "CSV", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(rf"\({kind}")).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.suffix == f".{kind.lower()}"
        files[kind] = path.read_bytes()
    assert screen.same_as(from_csv(files["CSV"], screen))
    assert screen.same_as(from_xlsx(files["XLSX"], screen))
    data = from_json(files["JSON"])
    assert all(
        row == pytest.approx(other, abs=0.00051)
        for key, rows in data.items()
        for row, other in zip(rows, screen.tables[key], strict=True)
    )
    assert missing_from_pdf(files["PDF"], screen) == []


def test_a_manager_of_another_agency_gets_404_for_every_address(page: Page):
    sign_in(page, "lanhdao")
    page.goto(f"/agency/{AGENCY}/people/")
    person = where(page.locator("main tbody tr a").first).rstrip("/").split("/")[-1]
    sign_out(page)
    sign_in(page, "lanhdaohuyen")
    reports = [
        f"competency-report/?format={kind}" for kind in ("html", "xlsx", "pdf", "csv", "json")
    ]
    pages = ["", "people/", f"people/{person}/", "competency-report/", *reports]
    addresses = [f"/agency/{AGENCY}/{address}" for address in pages]
    addresses += [f"/agency/{code}/{address}" for code in BELOW for address in pages[:4]]
    addresses.append(f"/agency/h-viet-yen/people/{person}/")
    page.goto("/agency/h-viet-yen/")
    assert {a: page.request.get(a).status for a in addresses} == dict.fromkeys(addresses, 404)
    page.goto(addresses[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")


def test_nobody_else_reaches_an_agency(page: Page):
    page.goto(f"/agency/{AGENCY}/people/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    sign_in(page, "hocvien")
    assert page.request.get(f"/agency/{AGENCY}/").status == 404
    expect(page.get_by_role("link", name="Cơ quan của tôi")).to_have_count(0)
    sign_out(page)
    sign_in(page, "lanhdao")
    codes = [f"/agency/{code}/" for code in OTHER_AGENCIES]
    assert {page.request.get(address).status for address in codes} == {404}


def test_from_the_weakest_competency_to_the_assignment_without_knowing_a_code(page: Page):
    """Weakest competency, its people, the course that helps, assigned: by what the page says."""
    sign_in(page, "lanhdao")
    open_my_agency(page)
    main = page.get_by_role("main")
    expect(main.get_by_text(re.compile("^Yếu nhất: ")).first).to_be_visible()
    main.get_by_role("link", name="Giao khóa học này").first.click()
    # The people who lack it, the level each has, and the course chosen already.
    rows = main.locator("table tbody tr")
    people = rows.count()
    assert people > 1
    expect(rows.first).to_contain_text(re.compile(r"yêu cầu bậc \d"))
    course = main.get_by_label("Khóa học", exact=True)
    chosen = course.locator("option:checked").inner_text()
    assert chosen.startswith("★")
    assert chosen == course.locator("option").nth(1).inner_text()
    address = page.url
    main.get_by_role("link", name="Cơ quan và vị trí việc làm").click()
    expect(main.get_by_role("columnheader", name="Cơ quan và vị trí việc làm")).to_have_attribute(
        "aria-sort", "ascending"
    )
    # By the keyboard alone: everybody at once, then one of them not.
    everybody = main.get_by_label("Chọn tất cả trên trang này")
    everybody.focus()
    page.keyboard.press("Space")
    expect(main.get_by_text(f"({people})")).to_be_visible()
    rows.first.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(main.get_by_text(f"({people - 1})")).to_be_visible()
    left_out = rows.first.get_by_role("link").inner_text()
    # Ticks stay while the list is turned round.
    main.get_by_role("link", name="Cơ quan và vị trí việc làm").click()
    expect(rows.get_by_role("checkbox", checked=True)).to_have_count(people - 1)
    due_on = main.locator("input[name=due_on]")
    due_on.fill("31/12/2099")
    main.get_by_role("button", name="Tiếp tục").click()
    expect(main).to_contain_text(f"{people - 1} người được giao khóa học")
    main.get_by_role("button", name="Giao khóa học").click()
    # Back in the same list, with the same people, course and date.
    expect(page.get_by_text(re.compile("^Đã giao khóa học “"))).to_be_visible()
    assert all(part in page.url for part in address.split("?")[1].split("#")[0].split("&")[:2])
    expect(rows.get_by_role("checkbox", checked=True)).to_have_count(people - 1)
    expect(main.get_by_label(f"Chọn {left_out}")).not_to_be_checked()
    assert course.locator("option:checked").inner_text() == chosen
    expect(due_on).to_have_value("31/12/2099")
