"""The language is chosen and remembered; a learner can do everything with the keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.demo.accounts import PASSWORD
from tests.browser import learning
from tests.browser.conftest import Site, sign_in
from tests.browser.small_course import SmallCourse, load_small_course

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def course(site: Site, tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    folder = tmp_path_factory.mktemp("course")
    return load_small_course(site, folder, "THU-03", "Chỉ dùng bàn phím", order="free")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def switch(page: Page, language: str) -> None:
    page.get_by_role("banner").get_by_role("button", name=language, exact=True).first.click()


def test_the_language_is_remembered_with_the_person(page: Page, browser: Browser, site: Site):
    sign_in(page, "nguoimoi")
    page.goto("/my/learning/")
    heading(page, "Việc học của tôi")
    switch(page, "EN")
    expect(page).to_have_url(re.compile("/my/learning/$"))
    heading(page, "My learning")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    elsewhere = browser.new_context(base_url=site.url, locale="vi-VN").new_page()
    sign_in(elsewhere, "nguoimoi")
    elsewhere.goto("/my/learning/")
    heading(elsewhere, "My learning")
    switch(elsewhere, "VI")
    heading(elsewhere, "Việc học của tôi")
    elsewhere.context.close()
    page.reload()
    heading(page, "Việc học của tôi")


def test_the_language_of_a_visitor_is_remembered_in_the_browser(page: Page):
    page.goto("/courses/?q=chu+ky")
    switch(page, "EN")
    expect(page).to_have_url(re.compile(r"/courses/\?q=chu\+ky"))
    page.goto("/accounts/login/")
    heading(page, "Sign in")
    switch(page, "VI")
    heading(page, "Đăng nhập")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, and see that the focus shows."""
    for _press in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (
            focused.inner_text().strip(),
            focused.get_attribute("aria-label"),
            focused.evaluate("e => e.labels?.[0]?.innerText.trim() ?? ''"),
        ):
            assert focused.evaluate(
                "e => getComputedStyle(e).outlineStyle !== 'none' "
                "|| getComputedStyle(e).boxShadow !== 'none'"
            ), f"{name}: the focus cannot be seen"
            return
    raise AssertionError(f"{name} is not reached with Tab")


def press_on(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_a_quiz_is_taken_with_the_keyboard_alone(page: Page, course: SmallCourse):
    page.goto(f"/accounts/login/?next={course.path}")
    page.locator("body").press("Home")
    page.evaluate("document.activeElement.blur()")
    press_on(page, "Chuyển đến nội dung chính")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, page.locator("label[for=id_login]").inner_text().strip())
    page.keyboard.type("lanhdao")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(course.path))
    press_on(page, "Ghi danh khóa học này")
    expect(page.get_by_text("Bắt đầu khóa học")).to_be_visible()
    page.goto(course.quiz_path)
    press_on(page, "Bắt đầu làm bài kiểm tra")
    expect(page).to_have_url(re.compile("/attempts/"))
    for question in learning.questions(page).all():
        right, _wrong = learning.right_and_wrong(question)
        choose_with_keys(page, right)
    expect(page.locator("[data-answered]")).to_have_text("3")
    press_on(page, "Xem lại và nộp bài")
    expect(page).to_have_url(re.compile("/review/$"))
    press_on(page, "Nộp bài")
    expect(page.get_by_role("main")).to_contain_text("Đạt")


def choose_with_keys(page: Page, answer: str) -> None:
    """Tab to the next group of radio buttons and choose with Space or the arrow."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("type") == "radio":
            break
    chosen = page.locator(":focus")
    if chosen.evaluate("e => e.labels[0].innerText.trim()") == answer:
        page.keyboard.press("Space")
    else:
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label(answer, exact=True)).to_be_checked()
