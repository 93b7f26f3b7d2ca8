"""What our scripts and widgets put beside the CMS's own: without them, the CMS still lacks it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import cms
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

# Of our script: fields that screen readers would call "edit text".
NAMELESS = (
    "[contenteditable=true][role=textbox]:not([aria-label], [aria-labelledby]),"
    ".tagit-new > input:not([aria-label], [aria-labelledby])"
)


def without(page: Page, script: str) -> None:
    page.route(lambda url: script in url, lambda route: route.abort())


def test_the_cms_alone_saves_by_hand_while_it_saves_by_itself(page: Page, catalogue: int):
    under_way = []
    without(page, "cms_saving")
    sign_in(page, "giangvien")
    cms.add_page(page, "courses/coursepage", catalogue, "Lưu hai lần một lúc")
    # Nothing is answered.
    page.route(lambda url: "/cms/pages/add/" in url, lambda route: None)
    page.on("request", lambda request: under_way.append(request.resource_type))
    # The form counts as unchanged during its first two seconds.
    page.wait_for_timeout(3000)
    with page.expect_request(lambda request: request.resource_type == "fetch"):
        page.locator("[name=summary]").fill("Một cú nhấp chuột sớm.")
    with page.expect_request(lambda request: request.resource_type == "document"):
        page.locator("footer button.action-save").click(no_wait_after=True)
    assert [kind for kind in under_way if kind in {"fetch", "document"}] == ["fetch", "document"]


def test_the_cms_alone_gives_its_rich_text_fields_no_name(page: Page, catalogue: int):
    sign_in(page, "giangvien")
    page.goto(f"/cms/pages/add/courses/coursepage/{catalogue}/")
    expect(page.locator("[contenteditable=true][role=textbox]").first).to_be_visible()
    expect(page.locator(NAMELESS)).to_have_count(0)
    without(page, "cms_labels")
    page.reload()
    expect(page.locator("[contenteditable=true][role=textbox]").first).to_be_visible()
    assert page.locator(NAMELESS).count() > 0


def test_the_cms_alone_writes_no_plain_address(page: Page, catalogue: int):
    sign_in(page, "giangvien")
    page.goto(f"/cms/pages/add/courses/coursepage/{catalogue}/")
    slug = page.locator("[name=slug]")
    slug.evaluate("field => field.removeAttribute('data-w-slug-formatters-value')")
    title = page.locator("[name=title]")
    title.fill("Đường đến chính quyền số")
    title.press("Tab")
    expect(slug).not_to_have_value("")
    expect(slug).not_to_have_value("duong-den-chinh-quyen-so")
