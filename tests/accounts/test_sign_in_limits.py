"""Guessing is stopped, by person and by address; an office of hundreds is not."""

import ast
import datetime as dt
from itertools import product
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.accounts import limits
from lms.accounts.models import User
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(name: str, password: str = PASSWORD, address: str = "192.0.2.1", **extra: Any) -> int:
    form = {"login": name, "password": password}
    return Client().post(LOGIN, form, REMOTE_ADDR=address, **extra).status_code


def make_people(cast, count: int) -> None:
    """Make people CB0, CB1 … with the password of the cast."""
    people = [User(official_code=f"CB{n}", full_name=f"Cán bộ {n}") for n in range(count)]
    for person in people:
        person.password = cast.lan.password
        person.set_search_fields()
    User.objects.bulk_create(people)


@pytest.fixture
def clock(monkeypatch):
    """Return a function that moves the time of the counters on."""
    moment = [timezone.now()]
    monkeypatch.setattr("lms.web.limits.timezone.now", lambda: moment[0])

    def move(seconds: float) -> None:
        moment[0] += dt.timedelta(seconds=seconds)

    return move


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Return the list of passwords that were really compared."""
    tried: list[str] = []
    verify = MD5PasswordHasher.verify

    def noted(self, password, encoded):
        tried.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", noted)
    return tried


def test_attack_2_the_sixth_wrong_password_for_one_person_is_refused(cast, clock):
    for name in ("lan", "LAN", "lan@tinh.example", "lan", "lan"):
        assert sign_in(name, "sai") == 200
    assert sign_in("lan@tinh.example") == 200
    assert sign_in("hung") == 302
    clock(15 * 60 - 1)
    assert sign_in("lan") == 200
    clock(1)
    assert sign_in("lan") == 302


@pytest.mark.parametrize("guesses", [20, pytest.param(1000, marks=pytest.mark.nightly)])
def test_attack_2_of_many_guesses_for_one_person_five_are_tried(cast, clock, hashed, guesses):
    addresses = [f"198.51.{a}.{b}" for a, b in product(range(4), range(250))][:guesses]
    assert {sign_in("lan", f"sai-{n}", address) for n, address in enumerate(addresses)} == {200}
    assert hashed == [f"sai-{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("guesses", "tried"), [(20, 12), pytest.param(1000, 150, marks=pytest.mark.nightly)]
)
def test_attack_2_of_many_guesses_from_one_address_a_minutes_worth_is_tried(
    cast, clock, settings, hashed, guesses, tried
):
    assert settings.FAILED_SIGN_INS_PER_MINUTE == 150
    few = {"login_failed": f"5/15m/key,{tried}/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **few}
    make_people(cast, guesses)
    for number in range(guesses):
        assert sign_in(f"CB{number}", "sai") == 200
    assert len(hashed) == tried
    clock(60)
    sign_in("CB0", "sai")
    assert len(hashed) == tried + 1


@pytest.mark.parametrize("failures", [30, pytest.param(300, marks=pytest.mark.nightly)])
def test_attack_2_failures_for_invented_names_lift_no_lock(cast, clock, failures):
    for _guess in range(5):
        sign_in("lan", "sai", "203.0.113.9")
    for number in range(failures):
        sign_in(f"khong-co-{number}", "sai", f"198.51.100.{number % 6}")
    assert sign_in("lan", PASSWORD, "203.0.113.10") == 200


@pytest.mark.parametrize("lookups", [30, pytest.param(420, marks=pytest.mark.nightly)])
def test_attack_2_nothing_that_fills_the_cache_lifts_a_lock(cast, clock, settings, lookups):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "OPTIONS": {"MAX_ENTRIES": 5}},
    }
    for _guess in range(5):
        sign_in("lan", "sai")
    client = Client()
    for number in range(lookups):
        client.get(f"/verify/KHONG-CO-{number}/")
    assert sign_in("lan") == 200


def test_attack_2_a_person_behind_many_addresses_of_one_network_is_one(cast, settings, hashed):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    for host in range(6):
        sign_in(f"khong-co-{host}", "sai", f"2001:db8:0:1::{host:x}")
        sign_in("hung", "sai", f"2001:db8:0:1:{host:x}::1")
    assert len(hashed) == 1
    sign_in("hung", "sai", "2001:db8:0:2::1")
    assert len(hashed) == 2


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_attack_8_a_forged_forwarding_header_resets_no_counter(cast, settings, proxies):
    settings.ACCOUNT_RATE_LIMITS = {"login": "5/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    behind = ["10.0.0.1", "172.16.0.1"][:proxies]

    def guess(forged: str, address: str = "192.0.2.1") -> int:
        header = ", ".join([forged, *behind])
        return sign_in("lan", "sai", address, HTTP_X_FORWARDED_FOR=header)

    assert [guess(f"9.9.9.{n}") for n in range(8)] == [200] * 5 + [429] * 3
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert guess("9.9.9.0", "9.9.9.1") == 200


def test_signing_in_takes_its_count_back(cast, clock):
    for _day in range(20):
        assert sign_in("lan") == 302
    for _slip in range(4):
        sign_in("lan", "sai")
    assert [sign_in("lan"), sign_in("lan")] == [302, 302]


@pytest.mark.parametrize("people", [40, pytest.param(300, marks=pytest.mark.nightly)])
def test_all_people_of_one_hall_sign_in_at_once(cast, clock, people):
    make_people(cast, people)
    for number in range(people):
        # One in five mistypes first.
        if number % 5 == 0:
            assert sign_in(f"CB{number}", "sai") == 200
        assert sign_in(f"CB{number}") == 302


def test_how_many_may_sign_in_behind_one_address_is_a_setting(cast, settings):
    assert settings.SIGN_INS_PER_MINUTE == 1200
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    assert [sign_in("lan") for _time in range(5)] == [302] * 3 + [429] * 2
    assert sign_in("lan", address="192.0.2.2") == 302


def test_who_is_locked_out_does_not_count_for_their_office(cast, clock, settings):
    tight = {"login_failed": "10/m/ip,5/15m/key"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **tight}
    for _guess in range(30):
        sign_in("lan", "sai")
    assert [sign_in("hung"), sign_in("nga")] == [302, 302]


def code_at(counter: int) -> str:
    return format_hotp_value(hotp_value(SECRET, counter))


def test_guessing_codes_of_the_second_factor_is_stopped_and_a_right_one_clears_it(cast, clock):
    TOTP.activate(cast.lan, SECRET)
    counter = int(timezone.now().timestamp()) // 30

    def second_step(*codes: str) -> bool:
        client = Client()
        client.post(LOGIN, {"login": "lan", "password": PASSWORD})
        for code in codes:
            client.post("/accounts/2fa/authenticate/", {"code": code})
        return "_auth_user_id" in client.session

    assert second_step("000000", "000001", "000002", "000003", code_at(counter))
    assert not second_step("000000", "000001", "000002", "000003", "000004", code_at(counter + 1))


def test_a_code_of_the_second_factor_works_once(cast, clock, monkeypatch):
    totp = TOTP.activate(cast.lan, SECRET)
    now = [1_800_000_000]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])
    code = code_at(now[0] // 30)
    assert totp.validate_code(code)
    assert not totp.validate_code(code)
    # It would still be taken as the code of a slow clock.
    now[0] += 40
    clock(40)
    assert not totp.validate_code(code)


def test_a_sign_in_takes_three_counters_and_no_cache(cast, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the cache was used")

    for name in ("add", "get", "set", "delete"):
        monkeypatch.setattr(LocMemCache, name, refuse)
    with CaptureQueriesContext(connection) as captured:
        assert sign_in("lan") == 302
    counted = [query["sql"] for query in captured if "web_limitcounter" in query["sql"]]
    assert len([sql for sql in counted if "INSERT" in sql]) == 3
    assert len([sql for sql in counted if 'UPDATE "web_limitcounter"' in sql]) == 2
    assert len(counted) == 5


# What follows fails when a release of allauth no longer calls what is put in its place.


def parameters(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]


@pytest.mark.parametrize("name", ["consume", "clear"])
def test_what_stands_in_for_allauth_takes_what_it_gives(name):
    own = ast.parse(Path(limits.__file__).read_text())
    theirs = ast.parse(Path(ratelimit.__file__).read_text())
    found = [
        parameters(node)
        for tree in (own, theirs)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    assert len(found) == 2
    assert found[0] == found[1]
    assert getattr(ratelimit, name) is getattr(limits, name)


def test_allauth_asks_for_its_limits_in_one_place():
    """A module that took the functions by name would go on using allauth's own."""
    package = Path(allauth.__file__).parent
    allowed = {package / "core" / "ratelimit.py", package / "ratelimit.py"}
    takers = []
    for file in package.rglob("*.py"):
        if "tests" in file.parts or file in allowed:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("ratelimit"):
                names = {alias.name for alias in node.names}
                takers += [file.name] if names & {"consume", "clear"} else []
    assert takers == []
    assert hasattr(TOTP, "_get_used_cache_key")
    assert TOTP._mark_code_used is limits.mark_code_used
