"""What a trainer does in the CMS; found by structure, since the words are Wagtail's."""

import io
import re
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

EDIT = re.compile(r"/edit/$")


def a_picture() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 360), "#12406F").save(out, "PNG")
    return {"name": "so-do.png", "mimeType": "image/png", "buffer": out.getvalue()}


def a_video() -> FilePayload:
    """Return the head of an MP4 file, which is what makes it one for whoever checks."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x08mdat"
    return {"name": "huong-dan.mp4", "mimeType": "video/mp4", "buffer": head}


def a_document() -> FilePayload:
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return {"name": "mau-bao-cao.pdf", "mimeType": "application/pdf", "buffer": content}


def add_page(page: Page, kind: str, parent: int, title: str) -> None:
    """Open the form of a new page below another."""
    page.goto(f"/cms/pages/add/{kind}/{parent}/")
    field = page.locator("[name=title]")
    field.fill(title)
    # Leaving the field is what makes the slug.
    field.press("Tab")
    expect(page.locator("[name=slug]")).to_have_value(re.compile("^[a-z0-9-]+$"))


def save_draft(page: Page) -> int:
    """Save the page; return its id."""
    page.locator("footer button.action-save").click()
    expect(page).to_have_url(EDIT)
    expect(page.locator(".messages .success")).to_be_visible()
    return int(page.url.split("/")[-3])


def submit_course(page: Page, course: int, pages: int) -> None:
    """Send a course with all that lies below it to those who approve, from its editor."""
    page.goto(f"/cms/pages/{course}/edit/")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator(f"footer a[href$='/courses/{course}/submit/']").click()
    expect(page.locator("main tbody tr")).to_have_count(pages)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def approve_course(page: Page, title: str, pages: int) -> None:
    """Approve a course as a whole, from the dashboard; every page has a preview."""
    page.goto("/cms/")
    page.locator("main").get_by_role("link", name=title, exact=True).first.click()
    expect(page.locator("main tbody tr")).to_have_count(pages)
    with page.context.expect_page() as opened:
        page.locator("main tbody a[target=_blank]").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(title)
    opened.value.close()
    page.locator("button[name=approve]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def write(place: Locator, text: str) -> None:
    """Write into the rich text editor at a place; wait until it has passed the text on."""
    place.locator("[contenteditable=true]").first.click()
    place.page.keyboard.insert_text(text)
    expect(place.locator(f'input[type=hidden][value*="{text}"]')).to_have_count(1)


@dataclass(frozen=True)
class StreamOfBlocks:
    """A field of blocks; `add` puts one of a kind at the end and returns it."""

    field: Locator
    kinds: list[str]

    def add(self, kind: str) -> Locator:
        stream = self.field.locator("[data-streamfield-stream-container]").first
        blocks = stream.locator("> [data-streamfield-child]")
        before = blocks.count()
        self.field.locator("button.c-sf-add-button").last.click()
        offered = self.field.page.get_by_role("listbox").last.get_by_role("option")
        offered.nth(self.kinds.index(kind)).click()
        expect(blocks).to_have_count(before + 1)
        return blocks.last


def choose_upload(block: Locator, file: FilePayload, title: str) -> None:
    """Upload a file in the chooser of a block and choose it."""
    block.locator("[data-chooser-action-choose]").first.click()
    modal = block.page.locator(".modal")
    modal.locator("[role=tab][href*=upload]").click()
    form = modal.locator("form:has(input[type=file])")
    form.locator("input[type=file][name$=file]").first.set_input_files(file)
    form.locator("input[name$=title]").fill(title)
    form.locator("button[type=submit]").click()
    expect(modal).to_have_count(0)
    expect(block).to_contain_text(title)


def choose_listed(chooser: Locator, name: str) -> None:
    chooser.locator("[data-chooser-action-choose]").first.click()
    modal = chooser.page.locator(".modal")
    modal.get_by_role("link", name=name).click()
    expect(modal).to_have_count(0)


def open_menu(button: Locator) -> None:
    """Open a menu; a block that is still unfolding may not notice the first click."""
    for _click in range(5):
        if button.get_attribute("aria-expanded") == "true":
            return
        button.click()


def fill_table(block: Locator, caption: str, rows: list[tuple[str, str]]) -> None:
    """Make a table of two columns; the first row holds their headings."""
    block.locator("input[name$='caption']").first.fill(caption)
    for place, heading in enumerate(rows[0]):
        open_menu(block.locator("[data-append-column]"))
        block.locator(".add-column-menu button").last.click()
        block.locator(f"input[name$='column-{place}-heading']").fill(heading)
    for number, row in enumerate(rows[1:]):
        line = block.locator("tbody tr").nth(number)
        if number:  # the first row came with the first column
            block.locator("[data-add-row]").click()
        for place, text in enumerate(row):
            write(line.locator("td:has([contenteditable])").nth(place), text)


def preview(page: Page) -> Page:
    """Return the preview of the page being edited, as a learner would see it."""
    toggle = page.locator("[data-side-panel-toggle=preview]")
    toggle.click()
    with page.context.expect_page() as opened:
        page.locator("[data-w-preview-target=newTab]").click()
    # A panel left open would be open again on the next page.
    toggle.click()
    return opened.value
