"""What the stylesheets make of a page in Chromium: on a phone, on paper, in the dark."""

import pytest
from playwright.sync_api import Page

from lms.web.stylesheets import SITE, join
from tests.stylesheets import CSS

pytestmark = pytest.mark.browser

NAME = "Phòng Công nghệ thông tin, Sở Thông tin và Truyền thông"
PERSON = f"""<tr>
  <th scope="row"><a href="#">Nguyễn Minh Bình</a><br><span class="small">BG00031</span></th>
  <td data-label="Cơ quan"><span>{NAME}<br><span class="small">Chuyên viên</span></span></td>
  <td class="number" data-label="Bậc yêu cầu đã đạt">3/12</td>
  <td class="number" data-label="Số tiết">8</td>
  <td data-label="Khóa học"><span class="cluster">1 đang học</span></td>
</tr>"""
PEOPLE = f"""<table class="data-table data-table--stacked"><tbody>{PERSON * 11}</tbody></table>"""
CELL = '<td class="heat heat-1">19,1% <span class="heat__counts">196/565</span></td>'
HEAT_MAP = f"""<div class="table-region">
<table class="data-table data-table--compact data-table--sticky heat-map">
<thead><tr><th scope="col">Cơ quan</th>{"<th scope='col'>CT01</th>" * 13}</tr></thead>
<tbody><tr><th scope="row">{NAME}</th>{CELL * 13}</tr></tbody></table></div>"""
DRAWING = """<div class="prose"><figure><div class="drawing" tabindex="0">
<img class="drawing__image" width="720" height="560" alt=""
 src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 560'/%3E">
</div></figure></div>"""


def styled(page: Page, body: str, width: int) -> Page:
    text = join(
        (CSS.parent / SITE).read_text(encoding="utf-8"),
        lambda name: (CSS.parent / name).read_text(encoding="utf-8"),
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(f"<!doctype html><style>{text}</style><main>{body}</main>")
    return page


def size(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return {"y": box["y"], "width": box["width"], "height": box["height"]}


def test_eleven_people_take_less_than_three_screens_of_a_phone(page: Page):
    styled(page, PEOPLE, 360)
    assert size(page, "table")["height"] < 3 * 720
    met, periods = size(page, "[data-label^='Bậc']"), size(page, "[data-label='Số tiết']")
    assert met["y"] == periods["y"]


def test_a_name_in_a_printed_heat_map_is_wider_than_a_word_and_the_map_fits_the_sheet(page: Page):
    styled(page, HEAT_MAP, 672)
    page.emulate_media(media="print")
    assert size(page, "tbody th")["width"] > 110
    assert size(page, ".heat-map")["width"] <= 672


def test_the_words_in_a_drawing_keep_a_size_that_can_be_read_and_the_page_stays_narrow(page: Page):
    styled(page, DRAWING, 360)
    assert size(page, ".drawing__image")["width"] >= 576
    assert size(page, ".drawing")["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_drawing_is_turned_round_in_the_dark_and_never_on_paper(page: Page):
    styled(page, DRAWING, 360)
    read = "getComputedStyle(document.querySelector('.drawing__image')).filter"
    assert page.evaluate(read) == "none"
    page.emulate_media(color_scheme="dark")
    assert "invert" in page.evaluate(read)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(read) == "none"
