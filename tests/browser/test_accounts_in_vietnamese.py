"""The sign-in pages without one English sentence, and the CMS in English without Vietnamese."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page

from tests.browser.conftest import Site, sign_in, sign_out
from tests.browser.editor import add_every_block, open_every_panel
from tests.browser.english import vietnamese_on
from tests.browser.walk import Walk, course_in_the_explorer

pytestmark = pytest.mark.browser
RECOVERY_CODE = re.compile(r"\b[0-9a-f]{8}\b")
NEW_PASSWORD = "Mật-khẩu-rất-mới-2026"


def test_a_stranger_reads_vietnamese(site: Site, page: Page):
    walk = Walk(page)
    walk.visit("/accounts/login/")
    walk.visit("/accounts/password/reset/")
    walk.visit("/accounts/password/reset/done/")
    walk.visit("/accounts/password/reset/key/1-wrong/")
    walk.visit("/accounts/signup/")
    walk.visit("/nowhere/", status=404)
    page.goto("/accounts/login/")
    for _attempt in range(6):
        page.locator("#id_login").fill("khongco")
        page.locator("#id_password").fill("sai mật khẩu")
        page.locator("main form button[type=submit]").first.click()
        walk.look("wrong password")
    walk.assert_all_vietnamese()


LINK = """
from lms.accounts.models import User
from lms.accounts.services import password_link
print(password_link(user=User.objects.get(official_code="BG00020")))
"""


@pytest.mark.nightly
def test_a_new_password_is_chosen_in_vietnamese(site: Site, page: Page):
    walk = Walk(page)
    walk.visit("/accounts/password/reset/")
    page.locator("#id_email").fill("bg00020@bacgiang.example")
    press_submit(walk, "asked for a link")
    walk.visit(site.manage("shell", "-v", "0", "-c", LINK).strip())
    for first, second in (("abc", "xyz"), ("abc", "abc"), (NEW_PASSWORD, NEW_PASSWORD)):
        page.locator("#id_password1").fill(first)
        page.locator("#id_password2").fill(second)
        press_submit(walk, "new password")
    assert page.locator("#id_password1").count() == 0
    walk.assert_all_vietnamese()


@pytest.mark.nightly
def test_a_person_looks_after_the_account_in_vietnamese(site: Site, page: Page):
    sign_in(page, "hocvien")
    walk = Walk(page)
    walk.visit("/accounts/")
    for link in walk.links():
        if link.startswith("/accounts/") and "logout" not in link:
            walk.visit(link)
    for path in ("password/change/", "2fa/", "sessions/", "reauthenticate/", "logout/"):
        walk.visit(f"/accounts/{path}")
    walk.visit("/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").inner_text().strip()
    page.locator("#id_code").fill("000000")
    press_submit(walk, "wrong code")
    counter = next(iter(yield_hotp_counters_from_time()))
    page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, counter)))
    press_submit(walk, "second factor")
    for path in ("2fa/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/"):
        walk.visit(f"/accounts/{path}")
    walk.visit("/accounts/2fa/recovery-codes/")
    code = RECOVERY_CODE.findall(page.locator("main").inner_text())[0]
    sign_out(page)
    sign_in(page, "hocvien")
    walk.look("second step")
    for entered in ("000000", code):
        page.locator("#id_code").fill(entered)
        press_submit(walk, "code of the second step")
    walk.visit("/accounts/2fa/totp/deactivate/")
    press_submit(walk, "deactivated")
    walk.visit("/cms/", status=403)
    walk.assert_all_vietnamese()


def press_submit(walk: Walk, what: str) -> None:
    walk.page.locator("main form button[type=submit]").first.click()
    walk.page.wait_for_load_state()
    walk.look(what)


@pytest.mark.nightly
def test_the_cms_in_english_is_english_and_the_choice_holds_everywhere(site: Site, page: Page):
    sign_in(page, "giangvien")
    page.goto("/cms/account/")
    page.locator("[name$=preferred_language]").select_option("en")
    page.locator("footer button[type=submit], button[type=submit]").last.click()
    page.wait_for_load_state()
    walk = Walk(page, judge=vietnamese_on)
    sign_out(page)
    sign_in(page, "giangvien")
    for path in ("/cms/", "/cms/account/", "/cms/pages/", "/cms/question/", "/cms/images/", "/"):
        walk.visit(path)
        assert page.locator("html").get_attribute("lang") == "en"
    walk.visit(f"/cms/pages/add/courses/lessonpage/{course_in_the_explorer(walk)}/")
    add_every_block(walk)
    open_every_panel(walk)
    page.goto("/")
    page.locator("form[action*=setlang] [value=vi], form[action*=setlang] button").first.click()
    page.goto("/cms/")
    assert page.locator("html").get_attribute("lang") == "vi"
    lines = [f"{where}: {text}" for text, where in walk.found.items()]
    assert not lines, "Vietnamese in the English interface:\n" + "\n".join(lines)
