"""An official finds a course, learns, fails, passes, and holds a certificate anyone can verify."""

import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import learning
from tests.browser.conftest import Site, sign_in, sign_out
from tests.browser.small_course import SmallCourse, load_small_course
from tests.pdf import text_of

pytestmark = pytest.mark.browser

NAME = "Trần Văn Nam"
TITLE = "Nền tảng chuyển đổi số cho cấp xã"


@pytest.fixture(scope="module")
def course(site: Site, tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    return load_small_course(site, tmp_path_factory.mktemp("course"), "THU-01", TITLE)


def test_an_official_finds_learns_fails_passes_and_is_certified(
    site: Site, page: Page, course: SmallCourse, browser: Browser, tmp_path: Path
):
    sign_in(page, "nguoimoi")
    find_with_and_without_diacritics(page, course)
    enrol_and_read(page, course)
    fail_and_read_the_feedback(page, course)
    pass_and_hold_a_certificate(page, course)
    pdf = download_the_document(page, tmp_path)
    assert NAME in pdf
    assert TITLE in pdf
    address = learning.where(page.locator("main a[href*='/verify/']").first)
    anyone = browser.new_context(base_url=site.url, locale="vi-VN").new_page()
    anyone_verifies(anyone, address)
    the_administrator_revokes(page, address)
    anyone.reload()
    expect(anyone.get_by_role("main")).to_contain_text("thu hồi")
    expect(anyone.get_by_role("main")).not_to_contain_text("Nhập nhầm khóa học")
    anyone.context.close()
    the_owner_is_told(page, address)


def find_with_and_without_diacritics(page: Page, course: SmallCourse) -> None:
    page.goto("/")
    search = page.get_by_role("banner").get_by_role("search").first
    cards = page.get_by_role("main").get_by_role("article")
    for words in ("chuyển đổi số", "chuyen doi so"):
        search.get_by_role("searchbox", name="Tìm khóa học").fill(words)
        search.get_by_role("button", name="Tìm kiếm").click()
        expect(page).to_have_url(re.compile(re.escape(quote_plus(words))))
        expect(cards.filter(has_text=TITLE)).to_have_count(1)
        expect(cards.filter(has_text="Từ chính quyền điện tử đến chính quyền số")).to_have_count(1)
    cards.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile(course.path))


def enrol_and_read(page: Page, course: SmallCourse) -> None:
    learning.press(page, "Ghi danh khóa học này")
    page.goto(course.path)
    assert learning.progress(page.locator("main")) == 0
    expect(page.get_by_role("main").get_by_role("link", name="Kiểm tra cuối khóa")).to_have_count(0)
    page.goto(course.quiz_path)
    expect(page.get_by_role("button", name="Bắt đầu làm bài kiểm tra")).to_have_count(0)
    page.goto(course.path)
    learning.follow(page, "Bắt đầu khóa học")
    expect(page).to_have_url(re.compile(course.lesson_path))
    learning.press(page, "Đánh dấu đã đọc và tiếp tục")
    page.goto(course.path)
    assert learning.progress(page.locator("main")) == 33
    learning.follow(page, "Tiếp tục")
    expect(page).to_have_url(re.compile(course.second_lesson_path))
    learning.press(page, "Đánh dấu đã đọc và tiếp tục")
    expect(page).to_have_url(re.compile(course.quiz_path))


def fail_and_read_the_feedback(page: Page, course: SmallCourse) -> None:
    learning.start_quiz(page, course)
    assert "NDXP nối các LGSP" not in page.content()
    for question, right in zip(learning.questions(page).all(), (True, False, False), strict=True):
        learning.choose(question, right=right)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "ok")
    learning.hand_in(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Chưa đạt")
    expect(main).to_contain_text("Câu trả lời của bạn, sai")
    expect(main).to_contain_text("Đáp án đúng")
    expect(main).to_contain_text("NDXP nối các LGSP của địa phương với nhau.")
    expect(main.get_by_role("link", name="Xem giấy xác nhận của bạn")).to_have_count(0)


def pass_and_hold_a_certificate(page: Page, course: SmallCourse) -> None:
    learning.follow(page, "Làm lại")
    expect(page).to_have_url(re.compile(course.quiz_path))
    expect(page.get_by_role("main")).to_contain_text("còn 8 trong tổng số 9 lượt")
    learning.press(page, "Bắt đầu lượt làm bài mới")
    learning.answer_all(page, right=True)
    learning.hand_in(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Bạn đã hoàn thành khóa học này.")
    learning.follow(page, "Xem giấy xác nhận của bạn")
    expect(page.get_by_role("main")).to_contain_text(NAME)
    expect(page.get_by_role("main")).to_contain_text("Giấy xác nhận hoàn thành khóa học")


def download_the_document(page: Page, folder: Path) -> str:
    """Return the text of the PDF."""
    # A link to the document that is kept; before, a button that has it made.
    link = page.get_by_role("link", name="Tải PDF")
    with page.expect_download() as download:
        link.or_(page.get_by_role("button", name="Tải PDF")).click()
    path = folder / "document.pdf"
    download.value.save_as(path)
    document = path.read_bytes()
    assert document.startswith(b"%PDF")
    return text_of(document)


def anyone_verifies(anyone: Page, address: str) -> None:
    anyone.goto(address)
    main = anyone.get_by_role("main")
    expect(main).to_contain_text(NAME)
    expect(main).to_contain_text(TITLE)
    expect(main).to_contain_text("hiệu lực")
    expect(main).not_to_contain_text("thu hồi")


def the_administrator_revokes(page: Page, address: str) -> None:
    sign_out(page)
    sign_in(page, "quantri")
    page.goto(f"/cms/certificates/register/?q={serial_of(address)}")
    page.get_by_role("main").locator("tbody a[href*='/inspect/']").first.click()
    page.get_by_role("link", name="Thu hồi").click()
    page.get_by_label("Lý do").fill("Nhập nhầm khóa học")
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Đã thu hồi giấy xác nhận.")).to_be_visible()


def the_owner_is_told(page: Page, address: str) -> None:
    sign_out(page)
    sign_in(page, "nguoimoi")
    page.goto("/my/certificates/")
    main = page.get_by_role("main")
    main.locator(f"a[href='/my/certificates/{serial_of(address)}/']").first.click()
    expect(main).to_contain_text("thu hồi")


def serial_of(address: str) -> str:
    """Return the serial of a certificate from the address that verifies it."""
    return address.rstrip("/").rsplit("/", 1)[-1]


def test_my_learning_shows_what_is_open_done_and_next(page: Page, course: SmallCourse):
    sign_in(page, "lanhdaohuyen")
    page.goto("/my/learning/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Bạn chưa học khóa học nào")
    learning.complete(page, course)
    page.goto("/courses/tu-chinh-quyen-dien-tu-den-chinh-quyen-so/")
    learning.press(page, "Ghi danh khóa học này")
    page.goto("/my/learning/")
    open_now = main.get_by_role("region", name="Đang học")
    card = open_now.get_by_role("article")
    expect(card).to_contain_text("Từ chính quyền điện tử đến chính quyền số")
    expect(card.get_by_role("progressbar")).to_have_attribute("value", "0")
    expect(card).to_contain_text("ba việc khác nhau")
    done = main.get_by_role("region", name="Đã hoàn thành").first
    expect(done.get_by_role("row").filter(has_text=TITLE)).to_have_count(1)
    card.get_by_role("link", name="Bắt đầu").click()
    learning.press(page, "Đánh dấu đã đọc và tiếp tục")
    page.goto("/my/learning/")
    assert learning.progress(card) > 0
    expect(card.get_by_role("link", name="Tiếp tục")).to_be_visible()
    done.get_by_role("link", name=re.compile("GXN")).click()
    expect(main).to_contain_text("Vũ Văn Đạt")


def test_my_competencies_show_the_gap_and_what_closes_it(page: Page, course: SmallCourse):
    sign_in(page, "pheduyet")
    page.goto("/my/competencies/")
    policy = page.get_by_role("article").filter(
        has=page.get_by_role("heading", name=re.compile("^CT01"))
    )
    expect(policy).to_contain_text("Yêu cầu")
    expect(policy).to_contain_text("chưa có")
    expect(policy).to_contain_text("còn thiếu 4 bậc")
    assess_myself(policy, "2 – ")
    expect(policy).to_contain_text("Bạn tự đánh giá")
    expect(policy).to_contain_text("còn thiếu 4 bậc")
    policy.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile(course.path))
    learning.complete(page, course)
    page.goto("/my/competencies/")
    expect(policy).to_contain_text("Đã đạt")
    expect(policy).not_to_contain_text("còn thiếu")
    policy.get_by_text("1 minh chứng").click()
    expect(policy).to_contain_text(TITLE)


def assess_myself(competency: Locator, level: str) -> None:
    competency.get_by_text("Tự đánh giá", exact=True).click()
    choice = competency.get_by_label("Bậc của tôi")
    option = choice.locator("option").filter(has_text=level).first.get_attribute("value")
    choice.select_option(option)
    competency.get_by_role("button", name="Lưu").click()
