"""Saving by hand and automatic saving in the CMS do not get in each other's way."""

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import cms
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.nightly]


def is_automatic_saving(request: Request) -> bool:
    return request.resource_type == "fetch" and "/cms/pages/add/" in request.url


def test_saving_by_hand_waits_for_the_automatic_saving(page: Page, catalogue: int):
    replies = []

    def hold_back(route: Route) -> None:
        """Let the server save, and keep its reply."""
        replies.append((route, route.fetch()))

    sign_in(page, "giangvien")
    cms.add_page(page, "courses/coursepage", catalogue, "Lưu đúng một lần")
    expect(page.locator("[name=slug]")).to_have_value("luu-dung-mot-lan")
    page.route(lambda url: "/cms/pages/add/" in url, hold_back)
    # The form counts as unchanged during its first two seconds.
    page.wait_for_timeout(3000)
    with page.expect_request(is_automatic_saving):
        page.locator("[name=summary]").fill("Một cú nhấp chuột sớm.")
    page.locator("footer button.action-save").click()
    expect(page.locator("footer button.action-save")).to_be_disabled()
    while not replies:
        page.wait_for_timeout(100)
    ((automatic, reply),) = replies
    automatic.fulfill(response=reply)
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page).to_have_url(cms.EDIT)
    page.goto(f"/cms/pages/{catalogue}/")
    expect(page.get_by_role("row", name="Lưu đúng một lần")).to_have_count(1)
