"""What a learner does on the site, in the words of the site."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.small_course import QUESTIONS, SmallCourse


def where(link: Locator) -> str:
    """Return where a link leads."""
    found = link.get_attribute("href")
    assert found
    return found


def progress(place: Page | Locator) -> int:
    """Return the percent of the first progress bar."""
    return int(place.get_by_role("progressbar").first.get_attribute("value") or -1)


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def enrol(page: Page, course: SmallCourse) -> None:
    page.goto(course.path)
    press(page, "Ghi danh khóa học này")


def read_lessons(page: Page, course: SmallCourse) -> None:
    """Read both lessons; the quiz stands open afterwards."""
    page.goto(course.lesson_path)
    press(page, "Đánh dấu đã đọc và tiếp tục")
    expect(page).to_have_url(re.compile(course.second_lesson_path))
    press(page, "Đánh dấu đã đọc và tiếp tục")
    expect(page).to_have_url(re.compile(course.quiz_path))


def start_quiz(page: Page, course: SmallCourse) -> str:
    """Start the quiz or go on with it; return the address of the attempt."""
    page.goto(course.quiz_path)
    start = page.get_by_role("main").get_by_role("button", name=re.compile("^Bắt đầu"))
    start.or_(page.get_by_role("link", name="Tiếp tục lượt làm bài")).click()
    expect(page).to_have_url(re.compile(r"/attempts/[0-9a-f-]+/$"))
    return page.url


def questions(page: Page) -> Locator:
    return page.locator("[data-question-slot]")


def right_and_wrong(question: Locator) -> tuple[str, str]:
    """Return the right and the wrong answer of the question on the page."""
    text = question.locator(".question__text").inner_text().strip()
    right, wrong, _explanation = QUESTIONS[text]
    return right, wrong


def choose(question: Locator, *, right: bool) -> str:
    """Answer a question; return what was chosen."""
    answer = right_and_wrong(question)[0 if right else 1]
    question.get_by_label(answer, exact=True).check()
    return answer


def answer_all(page: Page, *, right: bool) -> None:
    for question in questions(page).all():
        choose(question, right=right)


def hand_in(page: Page) -> None:
    press(page, "Xem lại và nộp bài")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi nộp bài")
    press(page, "Nộp bài")
    expect(page).to_have_url(re.compile("/result/$"))


def take_quiz(page: Page, course: SmallCourse, *, right: bool) -> None:
    start_quiz(page, course)
    answer_all(page, right=right)
    hand_in(page)


def complete(page: Page, course: SmallCourse) -> None:
    """Take the whole course, from enrolling to passing."""
    enrol(page, course)
    read_lessons(page, course)
    take_quiz(page, course, right=True)
