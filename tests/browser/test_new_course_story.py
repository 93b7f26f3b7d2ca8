"""A trainer makes a course by hand in few clicks: modules, lessons, questions, quizzes."""

import pytest
from playwright.sync_api import Page, expect

from assessments.question_types import QUESTION_TYPES
from tests.browser import cms
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

TITLE = "Dữ liệu mở trong tay"
OUTLINE = "Dữ liệu là gì\n- Khái niệm\nDùng dữ liệu\n- Cách dùng"
FEWER_THAN = 90
COUNT = """
addEventListener("click", (event) => {
  if (event.isTrusted) {
    sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
  }
}, true);
"""


def test_a_course_of_two_modules_six_questions_and_a_quiz_takes_few_clicks(page: Page) -> None:
    sign_in(page, "giangvien")
    page.add_init_script(COUNT)
    page.goto("/cms/")
    begin_the_course(page)
    course = int(page.url.rstrip("/").split("/")[-1])
    for number in range(6):
        write_a_question(page, number)
    for title in ("Khái niệm", "Cách dùng"):
        write_the_lesson(page, course, title)
    say_what_it_is_about(page, course)
    # The course, two modules, two lessons, two practice quizzes and the final one.
    cms.submit_course(page, course, pages=8)
    clicks = int(page.evaluate("sessionStorage.clicks"))
    assert 30 < clicks < FEWER_THAN


def begin_the_course(page: Page) -> None:
    page.locator("nav a[href='/cms/courses/new/']").click()
    for name, value in (("title", TITLE), ("code", "DLM-01"), ("outline", OUTLINE)):
        page.locator(f"[name={name}]").click()
        page.keyboard.insert_text(value)
    page.locator("footer button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def write_a_question(page: Page, number: int) -> None:
    if number == 0:
        page.goto("/cms/question/new/")
        cms.choose_listed(page.locator("[data-field]:has([name=bank])").first, TITLE)
        page.locator("[name=status]").select_option("ready")
    cms.write(page.locator("#panel-text-section"), f"Câu hỏi số {number}?")
    content = page.locator("#panel-content-section")
    block = cms.StreamOfBlocks(content, list(QUESTION_TYPES)).add("single_choice")
    options = block.locator("input[name$='-value-text']")
    for place, text in enumerate(("Đúng", "Sai")):
        options.nth(place).click()
        page.keyboard.insert_text(text)
    block.locator("input[name$='-value-correct']").first.check()
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-add-another]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def write_the_lesson(page: Page, course: int, title: str) -> None:
    page.goto(f"/cms/pages/{course}/?q={title}")
    page.locator("main tbody td.title a").first.click()
    body = page.locator("[data-contentpath=body]").first
    cms.write(cms.StreamOfBlocks(body, ["text"]).add("text"), f"Nội dung của bài {title}.")
    cms.save_draft(page)


def say_what_it_is_about(page: Page, course: int) -> None:
    page.goto(f"/cms/pages/{course}/edit/")
    page.locator("[name=summary]").click()
    page.keyboard.insert_text("Dữ liệu mở là gì và dùng thế nào.")
    cms.save_draft(page)
