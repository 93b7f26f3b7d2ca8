"""Passwords can be shown while they are typed, and are covered again before they are sent."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FORM = """
<form>
  <input id="p" type="password" value="Mật khẩu">
  <button type="button" data-show-password aria-controls="p" data-other-words="Ẩn" hidden>Hiện
  </button>
  <button type="submit">Gửi</button>
</form>
"""


@pytest.fixture
def form(blank: Page) -> Page:
    blank.set_content(FORM)
    blank.evaluate("() => import('/static/passwords.js')")
    return blank


def test_the_button_shows_and_hides_what_was_typed(form: Page):
    field, button = form.locator("#p"), form.locator("[data-show-password]")
    for kind, words in (("text", "Ẩn"), ("password", "Hiện")):
        button.press("Enter")
        expect(field).to_have_attribute("type", kind)
        expect(button).to_have_text(words)
        expect(field).to_have_value("Mật khẩu")


def test_a_shown_password_is_covered_before_it_is_sent(form: Page, run: Callable[..., Any]):
    run(
        "() => document.addEventListener('submit', (event) => {"
        " event.preventDefault(); window.sent = document.getElementById('p').type; })"
    )
    form.locator("[data-show-password]").click()
    form.get_by_text("Gửi").click()
    assert run("window.sent") == "password"
