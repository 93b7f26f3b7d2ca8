"""Buttons that copy or print are there only where they work."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BODY = """
<ul id="codes"><li><code> 12345678 </code></li><li><code>87654321</code></li></ul>
<button data-copy="codes" data-done="Đã sao chép" hidden><span>Sao chép</span></button>
<button data-print hidden>In</button>
"""
CLIPBOARD = """() => Object.defineProperty(navigator, "clipboard", {
  configurable: true,
  value: { writeText: async (words) => { window.taken = words; } },
})"""
IMPORT = "() => import('/static/copying.js')"


@pytest.fixture
def body(blank: Page) -> Page:
    blank.set_content(BODY)
    return blank


def test_a_list_is_copied_line_by_line_and_the_button_says_so_for_a_moment(body: Page, passes):
    body.evaluate(CLIPBOARD)
    body.evaluate(IMPORT)
    button = body.locator("[data-copy]")
    button.press("Enter")
    expect(button).to_have_text("Đã sao chép")
    assert body.evaluate("window.taken") == "12345678\n87654321"
    passes(3.1)
    expect(button).to_have_text("Sao chép")


def test_without_a_clipboard_no_button_promises_one(body: Page):
    body.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    body.evaluate(IMPORT)
    expect(body.locator("[data-print]")).to_be_visible()
    expect(body.locator("[data-copy]")).to_be_hidden()


def test_the_other_button_prints_the_page(body: Page):
    body.evaluate("() => { window.print = () => { window.printed = true; }; }")
    body.evaluate(IMPORT)
    body.locator("[data-print]").click()
    assert body.evaluate("window.printed")
