"""Several tabs of one browser: what one does, the forms of the others do not know yet."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import PASSWORD

LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"


@pytest.fixture
def browser(cast) -> Client:
    return Client(enforce_csrf_checks=True)


def token(browser: Client, address: str) -> str:
    """Open a page in a tab; return the token of its form."""
    page = browser.get(address).content.decode()
    (found,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1:])
    return found


def sign_in(browser: Client, csrf: str, **more: str):
    data = {"login": "lan", "password": PASSWORD, "csrfmiddlewaretoken": csrf, **more}
    return browser.post(LOGIN, data)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("", "/"), ("/my/learning/", "/my/learning/"), ("https://evil.example/", "/")],
)
def test_signing_in_in_a_second_tab_goes_on_where_it_was_asked(browser, target, leads_to):
    first, second = token(browser, LOGIN), token(browser, LOGIN)
    assert sign_in(browser, first).status_code == 302
    more = {"next": target} if target else {}
    answer = sign_in(browser, second, **more)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


def test_an_old_form_signs_nobody_in(browser):
    old = token(browser, LOGIN)
    browser.cookies.clear()
    token(browser, LOGIN)
    assert sign_in(browser, old, next="/my/learning/").status_code == 403
    assert "_auth_user_id" not in browser.session


def test_signing_out_in_a_second_tab_is_done_already(browser):
    sign_in(browser, token(browser, LOGIN))
    csrf = token(browser, LOGOUT)
    for _tab in range(2):
        answer = browser.post(LOGOUT, {"csrfmiddlewaretoken": csrf})
        assert answer.status_code == 302
    browser.cookies.pop("csrftoken")
    answer = browser.post(LOGOUT, {"csrfmiddlewaretoken": csrf})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_an_old_form_signs_nobody_out(browser):
    sign_in(browser, token(browser, LOGIN))
    answer = browser.post(LOGOUT, {"csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert "_auth_user_id" in browser.session


def test_whoever_was_signed_out_elsewhere_signs_in_and_comes_back(browser):
    sign_in(browser, token(browser, LOGIN))
    Session.objects.all().delete()
    browser.session.flush()
    answer = browser.get("/my/learning/")
    assert answer.headers["Location"] == f"{LOGIN}?next=/my/learning/"
    csrf = token(browser, answer.headers["Location"])
    assert sign_in(browser, csrf, next="/my/learning/").headers["Location"] == "/my/learning/"


def test_any_other_form_with_a_wrong_token_is_still_refused(browser):
    sign_in(browser, token(browser, LOGIN))
    answer = browser.post("/language/setlang/", {"language": "en"})
    assert answer.status_code == 403
