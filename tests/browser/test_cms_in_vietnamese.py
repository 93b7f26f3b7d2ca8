"""The trainer's and the administrator's day in the CMS, without one English sentence."""

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cms import StreamOfBlocks, write
from tests.browser.conftest import Site, sign_in, sign_out
from tests.browser.editor import (
    add_every_block,
    look_through_dialog,
    open_every_chooser,
    open_every_panel,
    open_link_dialog,
)
from tests.browser.english import english_on, vietnamese_on
from tests.browser.walk import Walk, course_in_the_explorer, every_page_below

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64)
pytestmark = pytest.mark.browser

OPERATOR = """
from lms.accounts.models import User
from lms.demo.accounts import PASSWORD
if not User.objects.filter(official_code="vanhanh").exists():
    User.objects.create_superuser(
        official_code="vanhanh",
        email="vanhanh@tinh.example",
        full_name="Ngô Vận Hành",
        password=PASSWORD,
    )
"""


SPEAK = """
from lms.accounts.language import keep_language
from lms.accounts.models import User
keep_language(User.objects.get(official_code="vanhanh"), "{}")
"""

MAIN_SCREENS = (
    "/cms/",
    "/cms/account/",
    "/cms/pages/search/?q=a",
    "/cms/users/",
    "/cms/groups/new/",
    "/cms/agency/",
    "/cms/posting/new/",
    "/cms/images/",
    "/cms/reports/site-history/",
    "/cms/reports/page-types-usage/",
    "/cms/workflows/add/",
)
SEARCHED = (
    "/cms/pages/search/",
    "/cms/images/",
    "/cms/documents/",
    "/cms/media/",
    "/cms/users/",
    "/cms/groups/",
    "/cms/question/",
    "/cms/redirects/",
    "/cms/agency/",
)


def begin(
    site: Site, page: Page, code: str, judge: Callable[[Page], list[str]] = english_on
) -> Walk:
    """Sign in; as the operator, who may see everything, if the code is theirs."""
    if code == "vanhanh":
        site.manage("shell", "-v", "0", "-c", OPERATOR)
    sign_in(page, code)
    return Walk(page, judge)


@pytest.mark.nightly
def test_every_page_of_the_cms_that_links_lead_to(site: Site, page: Page):
    walk = begin(site, page, "vanhanh")
    every_page_below(walk, "/cms/")
    for listing in SEARCHED:
        for words in ("a", "không có gì như thế"):
            walk.visit(f"{listing}?q={words}")
    assert len(walk.seen) > 140
    walk.assert_all_vietnamese()


@pytest.mark.nightly
def test_every_page_of_the_cms_is_english_for_whoever_reads_english(site: Site, page: Page):
    walk = begin(site, page, "vanhanh", judge=vietnamese_on)
    site.manage("shell", "-v", "0", "-c", SPEAK.format("en"))
    try:
        every_page_below(walk, "/cms/")
    finally:
        site.manage("shell", "-v", "0", "-c", SPEAK.format("vi"))
    assert len(walk.seen) > 120
    assert not walk.found, f"Vietnamese in the English interface: {walk.found}"


def test_the_main_screens_of_an_administrator(site: Site, page: Page):
    walk = begin(site, page, "vanhanh")
    for path in MAIN_SCREENS:
        walk.visit(path)
    walk.assert_all_vietnamese()


@pytest.mark.nightly
def test_a_trainer_writes_with_every_block_panel_and_chooser(site: Site, page: Page):
    walk = begin(site, page, "giangvien")
    course = course_in_the_explorer(walk)
    for kind in ("courses/modulepage", "courses/lessonpage", "assessments/quizpage"):
        walk.visit(f"/cms/pages/add/{kind}/{course}/")
    walk.visit(f"/cms/pages/add/courses/lessonpage/{course}/")
    add_every_block(walk)
    open_every_panel(walk)
    open_every_chooser(walk)
    open_link_dialog(walk)
    save(walk, "with errors")
    walk.assert_all_vietnamese()


@pytest.mark.nightly
def test_a_lesson_goes_from_the_trainer_through_approval(site: Site, page: Page):
    walk = begin(site, page, "giangvien")
    course = course_in_the_explorer(walk)
    walk.visit(f"/cms/pages/add/courses/lessonpage/{course}/")
    page.locator("#id_title").fill(f"Bài thử nghiệm {time.time_ns()}")
    open_every_panel(walk)
    save(walk, "saved")
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    lesson = page.url.split("/")[-3]
    page.locator("#id_summary").fill("Tóm tắt của bài thử nghiệm")
    body = StreamOfBlocks(page.locator("[data-contentpath=body]").first, ["text"])
    write(body.add("text"), "Nội dung của bài thử nghiệm")
    write_comment(walk)
    save(walk, "saved again")
    walk.visit(f"/cms/courses/{course}/submit/")
    walk.visit(f"/cms/pages/{lesson}/edit/")
    press(page, "footer [data-w-dropdown-target=toggle]")
    walk.look("more actions")
    press(page, "button[name='action-submit']")
    walk.look("submitted")

    sign_out(page)
    sign_in(page, "pheduyet")
    walk.visit("/cms/")
    base = f"/cms/pages/{lesson}"
    walk.visit(f"{base}/edit/")
    open_every_panel(walk)
    expect(page.locator(".comment").first).to_contain_text("Cần bổ sung ví dụ")
    press(page, "footer [data-w-dropdown-target=toggle]")
    walk.look("more actions of the approver")
    walk.visit("/cms/reports/workflow/")
    walk.visit(f"{base}/workflow_history/")
    every_page_below(walk, f"{base}/history/")
    walk.visit(f"{base}/revisions/compare/earliest...latest/")
    walk.visit(f"{base}/edit/")
    for act in ("reject", "approve"):
        press(page, "footer [data-w-dropdown-target=toggle]")
        press(page, f"[data-workflow-action-name='{act}'][data-workflow-action-modal-url]")
        look_through_dialog(walk)
    press(page, "footer [data-w-dropdown-target=toggle]")
    with page.expect_navigation():
        press(page, "[data-workflow-action-name='approve']:not([data-workflow-action-modal-url])")
    walk.look("approved")
    for act in ("unpublish", "delete", "copy", "move"):
        walk.visit(f"{base}/{act}/")
    for act in ("move", "delete", "publish", "unpublish"):
        walk.visit(f"/cms/bulk/wagtailcore/page/{act}/?id={lesson}&next=/cms/pages/{course}/")
    walk.assert_all_vietnamese()


# Forms with choosers of people, agencies, pages, questions, banks, images and collections.
FORMS_WITH_CHOOSERS = (
    "/cms/posting/new/",
    "/cms/agencyrole/new/",
    "/cms/agency/new/",
    "/cms/question/new/",
    "/cms/snippets/certificates/certificatedesign/add/",
    "/cms/redirects/add/",
    "/cms/workflows/add/",
    "/cms/groups/new/",
)


@pytest.mark.nightly
def test_an_administrator_chooses_and_uploads(site: Site, page: Page, tmp_path: Path):
    walk = begin(site, page, "vanhanh")
    course = course_in_the_explorer(walk)
    quiz = f"/cms/pages/add/assessments/quizpage/{course}/"
    for path in (*FORMS_WITH_CHOOSERS, f"/cms/pages/{course}/edit/", quiz):
        walk.visit(path)
        for add in page.locator("[data-action='w-formset#add'], [id$=-ADD]").all():
            if add.is_visible():
                add.click()
        walk.look("added rows")
        open_every_chooser(walk)
    uploads = {
        "/cms/images/multiple/add/": ("anh.png", PICTURE),
        "/cms/documents/multiple/add/": ("tai-lieu.txt", b"abc"),
    }
    for path, (name, content) in uploads.items():
        walk.visit(path)
        for kept, text in ((name, content), ("sai.exe", b"MZ"), (f"hong-{name}", b"x")):
            (tmp_path / kept).write_bytes(text)
            page.locator("input[type=file]").first.set_input_files(tmp_path / kept)
            page.wait_for_timeout(1500)
        walk.look("uploaded")
        every_page_below(walk, path.removesuffix("multiple/add/"))
    upload_films(walk, tmp_path)
    import_redirects(walk, tmp_path)
    walk.visit("/cms/users/")
    (person, *_others) = [link for link in walk.links() if "/users/edit/" in link]
    for act in ("assign_role", "set_active_state"):
        walk.visit(f"/cms/bulk/accounts/user/{act}/?id={person.split('/')[4]}")
    walk.assert_all_vietnamese()


def upload_films(walk: Walk, folder: Path) -> None:
    page = walk.page
    for what, content in (("refused film", b"x"), ("film", FILM)):
        walk.visit("/cms/media/video/add/")
        (folder / "phim.mp4").write_bytes(content)
        page.locator("input[type=file]").first.set_input_files(folder / "phim.mp4")
        page.locator("#id_title").fill("Phim")
        with page.expect_navigation():
            page.locator("main form [type=submit]:not([disabled])").last.click()
        walk.look(what)
    every_page_below(walk, "/cms/media/")


def import_redirects(walk: Walk, folder: Path) -> None:
    page = walk.page
    (folder / "chuyen-huong.csv").write_text("cu,moi\n/cu/,/courses/\n/cu/,sai\n")
    walk.visit("/cms/redirects/import/")
    page.locator("input[type=file]").set_input_files(folder / "chuyen-huong.csv")
    for what in ("confirm", "imported"):
        with page.expect_navigation():
            page.locator("main form [type=submit]").last.click()
        walk.look(what)
    every_page_below(walk, "/cms/redirects/")


def write_comment(walk: Walk) -> None:
    page = walk.page
    press(page, "[data-comment-add]")
    box = page.locator(".comment [contenteditable], .comment textarea").first
    box.fill("Cần bổ sung ví dụ")
    walk.look("comment")
    page.locator(".comment button[type=submit]").first.click()
    walk.look("written comment")


def save(walk: Walk, what: str) -> None:
    with walk.page.expect_navigation():
        walk.page.locator("footer button.action-save").click()
    walk.look(what)


def press(page: Page, selector: str) -> None:
    """Press what is in sight of the elements a selector names."""
    button = next(each for each in page.locator(selector).all() if each.is_visible())
    button.click()
    page.wait_for_timeout(600)
