"""How the limits of signing in are counted: what counts, what is taken back, what is forgotten."""

import datetime as dt

import pytest
from allauth.core.exceptions import RateLimited
from allauth.mfa.totp.internal.auth import TOTP
from django.test import RequestFactory
from django.utils import timezone

from lms.accounts import limits
from lms.web.models import LimitCounter

CONFIG = {"login_failed": "3/m/ip,2/15m/key"}


def counters() -> dict[str, int]:
    """Return the counts by what they are for: an address or a person."""
    return {
        "address" if ":ip:" in key else "person": count
        for key, count in LimitCounter.objects.values_list("key", "count")
    }


def consume(method: str = "POST", key: str = "lan", **options):
    request = getattr(RequestFactory(), method.lower())("/", REMOTE_ADDR="192.0.2.1")
    return limits.consume(
        request, app="account", action="login_failed", config=CONFIG, key=key, **options
    )


def clear(key: str = "lan") -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    limits.clear(request, app="account", action="login_failed", config=CONFIG, key=key)


def test_each_time_counts_for_the_person_and_the_address(db):
    assert consume()
    assert counters() == {"person": 1, "address": 1}
    assert consume()
    assert counters() == {"person": 2, "address": 2}


def test_whoever_is_locked_out_does_not_count_for_the_address(db):
    assert [bool(consume()) for _time in range(4)] == [True, True, False, False]
    assert counters()["address"] == 2


def test_what_the_address_refuses_is_taken_back_from_the_person(db):
    assert [bool(consume(key=key)) for key in ("a", "b", "c", "d")] == [True] * 3 + [False]
    counts = {row.key.split(":")[-1]: row.count for row in LimitCounter.objects.all()}
    assert sorted(counts.values()) == [0, 1, 1, 1, 4]


def test_looking_at_a_page_counts_only_where_that_is_wanted(db):
    assert consume("GET")
    assert counters() == {}
    assert consume("GET", limit_get=True)
    assert counters() == {"person": 1, "address": 1}


def test_asking_beforehand_counts_nothing_and_answers_the_same(db):
    assert consume(dry_run=True)
    assert counters() == {}
    consume()
    assert consume(dry_run=True)
    consume()
    assert consume(dry_run=True) is None
    assert counters() == {"person": 2, "address": 2}


def test_what_was_asked_beforehand_has_nothing_to_take_back(db):
    consume()
    consume(dry_run=True).rollback()
    assert counters() == {"person": 1, "address": 1}


def test_one_too_many_is_told_by_none_or_where_wanted_by_an_exception(db):
    consume()
    consume()
    assert consume() is None
    with pytest.raises(RateLimited):
        consume(raise_exception=True)


def test_what_turns_out_to_be_no_failure_is_taken_back(db):
    consume()
    consume().rollback()
    assert counters() == {"person": 1, "address": 1}


def test_clearing_forgets_the_person_and_gives_the_address_one_back(db):
    consume()
    consume()
    clear()
    assert counters() == {"address": 1}


def test_a_code_counts_as_used_for_as_long_as_it_could_be_taken(cast, monkeypatch, settings):
    settings.MFA_TOTP_TOLERANCE = 2
    totp = TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    now = timezone.make_aware(dt.datetime(2026, 3, 2, 8, 0))
    monkeypatch.setattr("lms.web.limits.timezone.now", lambda: now)
    assert limits.mark_code_used(totp, "123456")
    assert not limits.mark_code_used(totp, "123456")
    (counter,) = LimitCounter.objects.filter(ends_at__gt=now)
    # Its own half minute, and two before and two after it.
    assert counter.ends_at - now == dt.timedelta(seconds=150)
