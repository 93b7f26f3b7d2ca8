"""The page editor of the CMS as a person uses it: its blocks, panels, choosers and dialogs."""

from playwright.sync_api import Locator, Page

from tests.browser.walk import Walk

TOGGLE = "[data-side-panel-toggle]"


def add_every_block(walk: Walk) -> None:
    """Add one block of every kind to the stream field of the page."""
    page = walk.page
    _open_blocks(page)
    walk.look("kinds of blocks")
    kinds = page.locator("[role=option]").count()
    page.keyboard.press("Escape")
    for number in range(kinds):
        _open_blocks(page)
        page.locator("[role=option]").nth(number).click()
        page.wait_for_timeout(200)
    walk.look("blocks")


def _open_blocks(page: Page) -> None:
    page.locator(".c-sf-add-button").last.click()
    page.locator("[role=option]").first.wait_for()


def open_every_panel(walk: Walk) -> None:
    """Look into every tab and every side panel."""
    page = walk.page
    for tab in _visible(page.locator("main [role=tab]")):
        tab.click()
        walk.look("tab")
    page.locator("main [role=tab]").first.click()
    toggles = _visible(page.locator(TOGGLE))
    for toggle in toggles:
        toggle.click()
        page.wait_for_timeout(500)
        walk.look("side panel")
    toggles[-1].click()
    page.wait_for_timeout(300)


def open_every_chooser(walk: Walk) -> None:
    """Open each chooser in sight, look at its tabs, and close it again."""
    page = walk.page
    for button in _visible(page.locator("[data-chooser-action-choose]")):
        button.click()
        look_through_dialog(walk)


def look_through_dialog(walk: Walk) -> None:
    page = walk.page
    dialog = page.locator(".modal.in, .modal.show, .modal").first
    dialog.locator(".modal-body form, .modal-body table, .modal-body h2").first.wait_for()
    walk.look("dialog")
    for tab in _visible(dialog.locator("[role=tab]")):
        tab.click()
        walk.look("tab of a dialog")
    dialog.locator("[data-dismiss=modal]").first.click()
    dialog.wait_for(state="detached")


def _visible(found: Locator) -> list[Locator]:
    return [each for each in found.all() if each.is_visible()]


def open_link_dialog(walk: Walk) -> None:
    """Make a link in the first rich text, and look at every kind of link."""
    page = walk.page
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("/")
    walk.look("commands")
    page.keyboard.type("liên kết")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+K")
    kinds = page.locator(".modal .link-types a")
    kinds.first.wait_for()
    for number in range(kinds.count()):
        walk.look("link")
        kinds.nth(number).click()
        page.wait_for_timeout(600)
    look_through_dialog(walk)
