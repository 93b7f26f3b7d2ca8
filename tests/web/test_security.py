"""Headers, cross-site requests, odd requests: what every page promises."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/accounts/login/", "/accounts/password/reset/", "/khong-co/"]


def policy(response) -> dict[str, str]:
    parts = (p.strip().partition(" ") for p in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize("path", PAGES)
def test_attack_59_no_page_of_the_site_may_run_inline_script_or_be_framed_elsewhere(
    client, cast, path
):
    response = client.get(path)
    rules = policy(response)
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["form-action"] == rules["base-uri"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_attack_59_the_cms_has_a_policy_of_its_own_that_still_calls_nobody(cast, signed_in):
    rules = policy(signed_in(cast.admin).get("/cms/"))
    assert rules["script-src"] == "'self' 'unsafe-inline'"
    assert rules["default-src"] == rules["form-action"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert not any("http" in sources or "*" in sources for sources in rules.values())


def test_a_preview_may_be_framed_by_the_cms_and_still_runs_nothing_inline(cast):
    rules = policy(cast.site.home.make_preview_request())
    assert rules["frame-ancestors"] == rules["script-src"] == "'self'"


def test_the_policy_of_the_cms_does_not_leak_to_pages_that_sound_like_it(client, db):
    assert policy(client.get("/cmsx/"))["script-src"] == "'self'"


def test_attack_60_no_other_origin_is_answered(client, cast):
    for origin in ("null", "https://evil.example", "https://testserver.evil.example"):
        response = client.get("/accounts/login/", HTTP_ORIGIN=origin)
        assert not [h for h in response.headers if h.lower().startswith("access-control")]


def test_attack_60_a_form_sent_from_another_origin_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    data = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "login": "lan"}
    for origin in ("null", "https://evil.example", "http://testserver.evil.example"):
        assert client.post("/accounts/login/", data, HTTP_ORIGIN=origin).status_code == 403


@pytest.mark.parametrize("path", ["/accounts/logout/", "/language/setlang/", "/accounts/sessions/"])
def test_attack_58_a_change_without_the_token_is_refused(cast, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lan)
    assert client.post(path, {"language": "en"}).status_code == 403
    assert "_auth_user_id" in client.session


def test_attack_62_odd_requests_get_a_plain_refusal_and_never_an_error(client, cast):
    login = "/accounts/login/"
    deep = "[" * 1000 + "]" * 1000
    form = "application/x-www-form-urlencoded"
    for status, call in (
        (400, lambda: client.post(login, deep, content_type="application/json")),
        (400, lambda: client.post(login, "a" * 3_000_000, content_type="application/json")),
        (200, lambda: client.post(login, b"\xff\xfe", content_type=form)),
        (200, lambda: client.post(login, b"", content_type="multipart/form-data; boundary=")),
        (200, lambda: client.post(login, {"login": "\x00", "password": "\x00"})),
        (200, lambda: client.post(login, {"login": "x" * 10_000, "password": "y" * 10_000})),
        (200, lambda: client.post(login, {"login": ["lan", "hung"], "password": ["a", "b"]})),
        (200, lambda: client.get(login, {"next": ["/a", "/b"]})),
        (405, lambda: client.generic("TRACE", login)),
        (405, lambda: client.generic("DELETE", login)),
        (200, lambda: client.post(login, HTTP_X_HTTP_METHOD_OVERRIDE="DELETE")),
        (404, lambda: client.get("/" + "a" * 5_000 + "/")),
        (404, lambda: client.get("/%00/")),
        (200, lambda: client.get("/accounts/password/reset/key/1-" + "a" * 3000 + "/")),
    ):
        assert call().status_code == status
        assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/manage.py",
        "/static/",
        "/media/",
        "/admin/",
        "/__debug__/",
        "/var/",
    ],
)
def test_attack_65_nothing_of_the_machine_is_shown(client, cast, path):
    assert client.get(path).status_code == 404


def test_attack_65_an_error_page_shows_no_trace(client, cast, monkeypatch):
    monkeypatch.setattr("lms.web.views.may_have", lambda *a: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/media/images/x.png")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Traceback" not in page
    assert "ZeroDivisionError" not in page


def test_attack_65_there_is_no_second_door(client, cast):
    names = set(get_resolver().reverse_dict)
    assert "admin:index" not in names
    assert not django_settings.DEBUG


FACTOR_KEY = "a" * 43 + "="


def run_manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "LMS_VAR_DIR"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**keep, "DJANGO_SETTINGS_MODULE": "lms.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 60}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "hoc.tinh.vn"}, "SECOND_FACTOR_KEYS"),
        (
            {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "x.vn", "SECOND_FACTOR_KEYS": "short"},
            "SECOND_FACTOR_KEYS",
        ),
    ],
)
def test_production_refuses_to_start_half_configured_and_says_what_is_missing(environment, named):
    run = run_manage("check", **environment)
    assert run.returncode != 0
    assert named in run.stderr.strip().splitlines()[-1]


def test_production_settings_pass_the_deploy_check_without_a_warning():
    key = "".join(chr(97 + n % 26) + str(n % 10) + "-_"[n % 2] for n in range(30))
    least = {"SECRET_KEY": key, "ALLOWED_HOSTS": "hoc.tinh.vn", "SECOND_FACTOR_KEYS": FACTOR_KEY}
    run = run_manage("check", "--deploy", "--fail-level", "WARNING", **least)
    assert run.returncode == 0, run.stderr


def test_cookies_are_out_of_reach_of_scripts_and_of_plain_http():
    code = (
        "import json; from django.conf import settings as s; print(json.dumps(["
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        "s.CSRF_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 30000000]))"
    )
    least = {"ALLOWED_HOSTS": "hoc.tinh.vn", "SECOND_FACTOR_KEYS": FACTOR_KEY}
    run = run_manage("shell", "-v0", "-c", code, SECRET_KEY="k1-" * 20, **least)
    assert json.loads(run.stdout.strip().splitlines()[-1]) == [True] * 6
