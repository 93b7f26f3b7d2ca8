"""A trainer writes a course with every kind of content, a second person approves, it is live."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.question_types import QUESTION_TYPES
from lms.core.blocks import CONTENT_BLOCKS, EMBED
from tests.browser import cms
from tests.browser.conftest import sign_in, sign_out

pytestmark = pytest.mark.browser

TITLE = "Họp trực tuyến an toàn"
BANK = "Từ chính quyền điện tử đến chính quyền số"
QUESTION = "Ai được bật ghi hình cuộc họp trực tuyến?"


def test_a_course_is_written_previewed_submitted_approved_and_live(page: Page, catalogue: int):
    sign_in(page, "giangvien")
    write_a_question(page)
    course = write_the_course(page, catalogue)
    first, second = (write_a_module(page, course, title) for title in ("Chuẩn bị", "Trong họp"))
    write_a_lesson_with_everything(page, first)
    write_a_short_lesson(page, second)
    write_the_quiz(page, second)
    cms.submit_course(page, course, pages=6)
    expect_not_in_the_catalogue(page)
    sign_out(page)
    sign_in(page, "pheduyet")
    cms.approve_course(page, TITLE, pages=6)
    sign_out(page)
    expect_in_the_catalogue(page)


def write_a_question(page: Page) -> None:
    page.goto("/cms/question/new/")
    cms.choose_listed(page.locator("[data-field]:has([name=bank])").first, BANK)
    cms.write(page.locator("#panel-text-section"), QUESTION)
    content = page.locator("#panel-content-section")
    block = cms.StreamOfBlocks(content, list(QUESTION_TYPES)).add("single_choice")
    options = block.locator("input[name$='-value-text']")
    options.nth(0).fill("Người chủ trì, sau khi báo cho mọi người")
    options.nth(1).fill("Bất kỳ ai dự họp")
    block.locator("input[name$='-value-correct']").first.check()
    cms.write(page.locator("#panel-explanation-section"), "Ghi hình phải được báo trước.")
    tags = page.locator("[data-field]:has([name=tags]) input.ui-autocomplete-input")
    tags.fill("hop-truc-tuyen")
    tags.press("Enter")
    page.locator("[name=status]").select_option("ready")
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def write_the_course(page: Page, catalogue: int) -> int:
    cms.add_page(page, "courses/coursepage", catalogue, TITLE)
    page.locator("[name=code]").fill("HTT-01")
    page.locator("[name=summary]").fill("Chuẩn bị và điều hành một cuộc họp trực tuyến.")
    cms.write(page.locator("[data-contentpath=about]"), "Khóa học ngắn cho người tổ chức họp.")
    return cms.save_draft(page)


def write_a_module(page: Page, course: int, title: str) -> int:
    cms.add_page(page, "courses/modulepage", course, title)
    return cms.save_draft(page)


def lesson_body(page: Page) -> cms.StreamOfBlocks:
    field = page.locator("[data-contentpath=body]").first
    # No host is allowed here, so that players of other sites are not offered.
    return cms.StreamOfBlocks(field, [kind for kind, _block in CONTENT_BLOCKS if kind != EMBED])


def write_a_lesson_with_everything(page: Page, module: int) -> None:
    cms.add_page(page, "courses/lessonpage", module, "Trước giờ họp")
    body = lesson_body(page)
    cms.write(body.add("text"), "Kiểm tra đường truyền và tài liệu.")
    picture = body.add("picture")
    cms.choose_upload(picture, cms.a_picture(), "Sơ đồ phòng họp")
    picture.locator("[name$=alt_text]").fill("Sơ đồ một phòng họp trực tuyến")
    cms.choose_upload(body.add("video"), cms.a_video(), "Cách vào phòng họp")
    cms.choose_upload(body.add("document"), cms.a_document(), "Mẫu giấy mời họp")
    callout = body.add("callout")
    callout.locator("[name$=title]").fill("Đừng quên")
    cms.write(callout, "Tắt micro khi không phát biểu.")
    cms.fill_table(body.add("table"), "Phân công", [("Việc", "Người làm"), ("Giấy mời", "Văn thư")])
    cms.save_draft(page)
    seen = cms.preview(page)
    expect_everything(seen)
    expect(seen.get_by_role("button", name="Đánh dấu đã đọc")).to_have_count(0)
    seen.close()


def expect_everything(page: Page) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("Kiểm tra đường truyền và tài liệu.")
    expect(main.get_by_role("img", name="Sơ đồ một phòng họp trực tuyến")).to_be_visible()
    expect(main.locator("video")).to_be_visible()
    expect(main.get_by_role("link", name=re.compile("Mẫu giấy mời họp"))).to_be_visible()
    expect(main).to_contain_text("Tắt micro khi không phát biểu.")
    expect(main.get_by_role("table", name="Phân công")).to_contain_text("Văn thư")


def write_a_short_lesson(page: Page, module: int) -> None:
    cms.add_page(page, "courses/lessonpage", module, "Điều hành cuộc họp")
    body = lesson_body(page)
    cms.write(body.add("text"), "Người chủ trì giữ đúng giờ.")
    cms.save_draft(page)


def write_the_quiz(page: Page, module: int) -> None:
    cms.add_page(page, "assessments/quizpage", module, "Kiểm tra: họp trực tuyến")
    line = page.locator("[id^=inline_child_items-]:visible").first
    cms.choose_listed(line.locator("[data-field]:has([name$='-bank'])").first, BANK)
    line.get_by_label("hop-truc-tuyen").check()
    cms.save_draft(page)
    seen = cms.preview(page)
    expect(seen.get_by_role("main")).to_contain_text(QUESTION)
    seen.close()


def expect_not_in_the_catalogue(page: Page) -> None:
    page.goto("/courses/?q=hop+truc+tuyen")
    expect(page.get_by_role("main").get_by_role("link", name=TITLE)).to_have_count(0)


def expect_in_the_catalogue(page: Page) -> None:
    sign_in(page, "hocvien")
    page.goto("/courses/?q=hop+truc+tuyen")
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    main = page.get_by_role("main")
    for title in ("Chuẩn bị", "Trước giờ họp", "Trong họp", "Kiểm tra: họp trực tuyến"):
        expect(main).to_contain_text(title)
    main.get_by_role("button", name="Ghi danh khóa học này").click()
    main.get_by_role("link", name="Bắt đầu khóa học").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trước giờ họp")
    expect_everything(page)
