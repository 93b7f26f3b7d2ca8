"""Dates, times and numbers in the CMS, as Vietnamese offices write them."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.core.text import name_sort_key
from tests.browser.conftest import Site, sign_in
from tests.browser.walk import Walk, course_in_the_explorer

pytestmark = [pytest.mark.browser, pytest.mark.nightly]
WEEK = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
PICKER = ".xdsoft_datetimepicker:visible"


def test_the_date_picker_begins_on_monday_and_writes_day_month_year(site: Site, page: Page):
    sign_in(page, "quantri")
    page.goto("/cms/posting/new/")
    page.locator("#id_valid_from").click()
    page.locator(f"{PICKER} th").first.wait_for()
    picker = page.locator(PICKER)
    assert picker.locator("th").all_inner_texts() == WEEK
    expect(picker.locator(".xdsoft_month span")).to_have_text(re.compile(r"^Tháng \d{1,2}$"))
    day = picker.locator("td.xdsoft_date:not(.xdsoft_other_month)", has_text="17").first
    date = [int(day.get_attribute(f"data-{part}") or 0) for part in ("date", "month", "year")]
    day.click()
    expect(page.locator("#id_valid_from")).to_have_value(f"{date[0]:02}/{date[1] + 1:02}/{date[2]}")


@pytest.mark.parametrize("typed", ["abc", "2026-11-20", "31/02/2026"])
def test_the_picker_leaves_what_was_typed(site: Site, page: Page, typed: str):
    sign_in(page, "quantri")
    page.goto("/cms/posting/new/")
    page.locator("#id_valid_from").fill(typed)
    page.keyboard.press("Tab")
    expect(page.locator("#id_valid_from")).to_have_value(typed)


def test_a_time_has_twenty_four_hours(site: Site, page: Page):
    sign_in(page, "pheduyet")
    course = course_in_the_explorer(Walk(page))
    page.goto(f"/cms/pages/{course}/edit/")
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show*=schedule]").first.click()
    page.locator("#id_go_live_at").click()
    hours = [f"{hour:02}:00" for hour in range(24)]
    expect(page.locator(f"{PICKER} .xdsoft_time")).to_have_text(hours)
    page.locator("#id_go_live_at").fill("31/12/2030 14:30")
    page.keyboard.press("Tab")
    expect(page.locator("#id_go_live_at")).to_have_value("31/12/2030 14:30")


def test_listings_say_how_long_ago_and_when_in_vietnamese(site: Site, page: Page):
    sign_in(page, "quantri")
    page.goto("/cms/reports/site-history/")
    time = page.locator(".w-human-readable-date").first
    ago = time.inner_text().replace("\N{NO-BREAK SPACE}", " ").strip()
    assert re.fullmatch(r"Vừa xong|\d+ (phút|giờ|ngày)( trước)", ago)
    when = time.get_attribute("data-w-tooltip-content-value") or ""
    assert re.fullmatch(r"\d{2}:\d{2} \d{2}/\d{2}/\d{4}", when)


def test_people_are_listed_by_given_name(site: Site, page: Page):
    sign_in(page, "quantri")
    page.goto("/cms/users/")
    names = page.locator("td.title a").all_inner_texts()
    assert len(names) > 10
    assert names == sorted(names, key=name_sort_key)
    assert names != sorted(names)
