"""Sessions end, tabs grow stale, buttons are clicked twice: nothing is lost, a sentence says so."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser import learning
from tests.browser.conftest import OFFICIALS, Site, sign_in
from tests.browser.small_course import SmallCourse, load_small_course

pytestmark = pytest.mark.browser

SIGNED_OUT = "Phiên đăng nhập của bạn đã kết thúc"
ANOTHER_WINDOW = "Bài kiểm tra này còn được làm ở một cửa sổ khác"


@pytest.fixture(scope="module")
def course(site: Site, tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """Return a course in free order, so that its quiz is open from the start."""
    folder = tmp_path_factory.mktemp("course")
    return load_small_course(site, folder, "THU-02", "Khi có sự cố", order="free")


@pytest.fixture
def plain(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def at_the_quiz(page: Page, code: str, course: SmallCourse) -> str:
    """Sign in, enrol and start the quiz; return the address of the attempt."""
    sign_in(page, code)
    learning.enrol(page, course)
    return learning.start_quiz(page, course)


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "ok")


def expect_answers(page: Page, answers: list[str]) -> None:
    """Expect the first questions on the page to be answered like this."""
    for question, answer in zip(learning.questions(page).all(), answers, strict=False):
        expect(question.get_by_label(answer, exact=True)).to_be_checked()


def sign_in_again(page: Page, code: str) -> None:
    """Fill in the form on the page, as after being sent there."""
    from lms.demo.accounts import PASSWORD

    page.locator("#id_login").fill(code)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def visible_notices(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".notice:visible").all_inner_texts()]


def test_a_session_that_ends_while_answering_loses_nothing(page: Page, course: SmallCourse):
    attempt = at_the_quiz(page, OFFICIALS[0], course)
    first, second, third = learning.questions(page).all()
    answers = [learning.choose(first, right=True)]
    expect_saved(page)
    page.context.clear_cookies(name="sessionid")
    answers.append(learning.choose(second, right=False))
    expect(page.get_by_text(SIGNED_OUT)).to_be_visible()
    answers.append(learning.choose(third, right=True))
    (message,) = visible_notices(page)
    assert "Không có gì bị mất" in message
    page.get_by_role("main").get_by_role("link", name="Đăng nhập").click()
    sign_in_again(page, OFFICIALS[0])
    expect(page).to_have_url(attempt)
    expect_answers(page, answers)
    expect_saved(page)
    assert visible_notices(page) == []
    page.reload()
    expect_answers(page, answers)
    learning.hand_in(page)
    expect(page.get_by_role("main")).to_contain_text("Bạn đã trả lời tất cả câu hỏi.")


@pytest.mark.parametrize("lost", ["sessionid", None], ids=["session", "all_cookies"])
def test_a_session_that_ends_while_answering_loses_nothing_without_javascript(
    plain: Page, course: SmallCourse, lost: str | None
):
    code = OFFICIALS[1 if lost else 2]
    attempt = at_the_quiz(plain, code, course)
    first, second, third = learning.questions(plain).all()
    answers = [learning.choose(first, right=True)]
    learning.press(plain, "Lưu")
    answers = [answers[0], learning.choose(second, right=False), learning.choose(third, right=True)]
    plain.context.clear_cookies(**({"name": lost} if lost else {}))
    learning.press(plain, "Lưu")
    if lost is None:
        expect(plain.get_by_role("heading", level=1)).to_have_text(SIGNED_OUT)
        assert visible_notices(plain) == []
        learning.press(plain, "Tiếp tục và đăng nhập")
    (message,) = visible_notices(plain)
    assert "đã đến máy chủ và được giữ đến" in message
    sign_in_again(plain, code)
    learning.press(plain, "Lưu câu trả lời")
    expect(plain).to_have_url(attempt)
    expect_answers(plain, answers)
    expect(plain.locator("[data-answered]")).to_have_text("3")
    expect_saved(plain)


def test_answers_of_a_stale_tab_wait_for_a_decision(page: Page, course: SmallCourse):
    attempt = at_the_quiz(page, OFFICIALS[3], course)
    stale = page.context.new_page()
    stale.goto(attempt)
    learning.choose(learning.questions(page).first, right=True)
    expect_saved(page)
    kept = learning.choose(learning.questions(stale).first, right=False)
    expect(stale.get_by_text(ANOTHER_WINDOW)).to_be_visible()
    assert len(visible_notices(stale)) == 1
    stale.get_by_role("button", name="Lưu các câu trả lời trên trang này").click()
    expect_saved(stale)
    assert visible_notices(stale) == []
    learning.choose(learning.questions(page).last, right=True)
    expect(page.get_by_text(ANOTHER_WINDOW)).to_be_visible()
    page.get_by_role("button", name="Mở các câu trả lời đã lưu").click()
    expect_answers(page, [kept])
    assert visible_notices(page) == []


def test_double_clicks_make_one_attempt_and_one_result(page: Page, course: SmallCourse):
    sign_in(page, OFFICIALS[4])
    learning.enrol(page, course)
    page.goto(course.quiz_path)
    page.get_by_role("button", name="Bắt đầu làm bài kiểm tra").dblclick()
    expect(page).to_have_url(re.compile("/attempts/"))
    learning.answer_all(page, right=False)
    learning.press(page, "Xem lại và nộp bài")
    page.get_by_role("button", name="Nộp bài", exact=True).dblclick()
    expect(page).to_have_url(re.compile("/result/"))
    page.goto(course.quiz_path)
    attempts = page.get_by_role("region", name="Các lượt làm bài của bạn")
    expect(attempts.locator("tbody tr")).to_have_count(1)


def test_requests_at_the_same_moment_make_one_attempt(page: Page, course: SmallCourse):
    sign_in(page, OFFICIALS[5])
    learning.enrol(page, course)
    page.goto(course.quiz_path)
    addresses = page.evaluate("""async () => {
        const form = document.querySelector("form[action*='/start/']");
        const start = () => fetch(form.action, { method: "POST", body: new FormData(form) });
        const replies = await Promise.all([start(), start(), start(), start()]);
        return replies.map((reply) => reply.url);
    }""")
    assert len(set(addresses)) == 1
    assert "/attempts/" in addresses[0]


def test_the_whole_course_works_without_javascript(plain: Page, course: SmallCourse):
    sign_in(plain, OFFICIALS[6])
    name = plain.get_by_role("banner").locator("summary").first.inner_text().strip()
    learning.enrol(plain, course)
    learning.read_lessons(plain, course)
    learning.take_quiz(plain, course, right=True)
    expect(plain.get_by_role("main")).to_contain_text("Bạn đã hoàn thành khóa học này.")
    learning.follow(plain, "Xem giấy xác nhận của bạn")
    expect(plain.get_by_role("main")).to_contain_text(name)


def parts_of_the_bar(page: Page) -> list[FloatRect]:
    """Return the boxes of what the bar of a running quiz shows."""
    parts = page.locator(".attempt-bar > :visible").all()
    return [box for part in parts if (box := part.bounding_box())]


def test_without_a_line_the_bar_stays_whole_and_handing_in_says_why_it_waits(
    page: Page, course: SmallCourse
):
    page.set_viewport_size({"width": 360, "height": 700})
    attempt = at_the_quiz(page, OFFICIALS[7], course)
    page.context.set_offline(True)
    answer = learning.choose(learning.questions(page).first, right=True)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "offline")
    boxes = parts_of_the_bar(page)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    assert all(box["width"] > 60 and box["height"] < 60 for box in boxes)
    learning.press(page, "Xem lại và nộp bài")
    expect(page.get_by_text("Hiện không có kết nối mạng")).to_be_visible()
    expect(page).to_have_url(attempt)
    page.context.set_offline(False)
    expect_saved(page)
    assert visible_notices(page) == []
    learning.press(page, "Xem lại và nộp bài")
    expect(page.locator(".review__row").first).to_contain_text(answer)
    page.context.set_offline(True)
    learning.press(page, "Nộp bài")
    expect(page.get_by_text("Hiện không có kết nối mạng")).to_be_visible()
    page.context.set_offline(False)
    learning.press(page, "Nộp bài")
    expect(page).to_have_url(re.compile("/result/$"))
