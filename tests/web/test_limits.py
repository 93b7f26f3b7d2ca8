"""Counters of limits: counted in one statement, ended by time alone, pushed out by nobody."""

import datetime as dt
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone

from lms.settings import base
from lms.web import limits
from lms.web.limits import count_up, counted, forget, give_back, remove_ended
from lms.web.models import LimitCounter
from lms.web.throttle import client_address, client_network

NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)


def at(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def count(seconds: float, key: str = "k") -> int:
    return count_up(key, limit=3, seconds=60, now=at(seconds))


def test_each_key_is_counted_in_one_statement(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert count(0) == 1
    with django_assert_num_queries(1):
        assert count(1) == 2
    assert count(1, "other") == 1


def test_what_is_refused_does_not_add_up(db):
    assert [count(n) for n in range(6)] == [1, 2, 3, 4, 4, 4]


def test_the_count_ends_with_its_time(db):
    assert [count(0), count(59.9), count(60)] == [1, 2, 1]


def test_whoever_reaches_the_limit_waits_the_whole_time_from_then(db):
    assert [count(0), count(30), count(50)] == [1, 2, 3]
    assert [count(60), count(109.9), count(110)] == [4, 4, 1]


def test_asking_on_while_refused_makes_no_wait_longer(db):
    assert [count(0), count(0), count(0)] == [1, 2, 3]
    assert [count(second) for second in (20, 40, 59)] == [4, 4, 4]
    assert count(60) == 1


def test_a_limit_of_one_lets_one_through(db):
    assert [count_up("k", limit=1, seconds=60, now=at(s)) for s in (0, 1, 60, 61)] == [1, 2, 1, 2]


def test_what_turned_out_to_be_none_is_given_back(db):
    count(0)
    count(0)
    give_back("k")
    assert counted("k", now=at(1)) == 1
    give_back("k")
    give_back("k")
    assert counted("k", now=at(1)) == 0
    assert counted("unknown", now=at(1)) == 0


def test_an_ended_count_counts_no_more_and_a_forgotten_one_begins_anew(db):
    count(0)
    assert counted("k", now=at(60)) == 0
    count(61)
    forget("k")
    assert count(62) == 1


def test_only_what_has_ended_is_removed_in_bounded_batches(db, monkeypatch):
    monkeypatch.setattr(limits, "BATCH", 2)
    for number in range(5):
        count(0, f"old-{number}")
    count(30, "running")
    assert remove_ended(now=at(60)) == 5
    assert list(LimitCounter.objects.values_list("key", flat=True)) == ["running"]


def test_the_nightly_command_says_what_it_removed(db):
    count_up("long ago", limit=3, seconds=60, now=timezone.now() - dt.timedelta(hours=1))
    count_up("now", limit=3, seconds=60)
    said = StringIO()
    call_command("remove_ended_limits", stdout=said)
    assert said.getvalue() == "Ended counters removed: 1\n"
    assert list(LimitCounter.objects.values_list("key", flat=True)) == ["now"]


def asked(remote: str, forwarded: str = ""):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5"),
        (2, "203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "198.51.100.9,203.0.113.5 ,10.0.0.2", "203.0.113.5"),
        (1, "203.0.113.5:41234", "203.0.113.5"),
        (1, "[2001:db8::1]:41234", "2001:db8::1"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
        (1, "unknown", ""),
    ],
)
def test_attack_8_only_what_our_own_proxies_wrote_counts(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(asked("192.0.2.1", forwarded)) == address


def test_more_proxies_than_there_are_is_said_aloud(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    with pytest.raises(ImproperlyConfigured):
        client_address(asked("192.0.2.1", "203.0.113.5"))


def test_the_addresses_of_one_ipv6_network_are_one():
    networks = {
        client_network(asked(address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:DB8:1:2:0:0:0:3")
    }
    assert networks == {"2001:db8:1:2::"}
    assert client_network(asked("2001:db8:1:3::1")) == "2001:db8:1:3::"
    assert client_network(asked("192.0.2.1")) == "192.0.2.1"


def test_what_the_cache_of_production_keeps_it_keeps_for_half_a_minute(settings, monkeypatch):
    settings.CACHES = base.CACHES
    now = [1_800_000_000.0]
    monkeypatch.setattr("django.core.cache.backends.base.time.time", lambda: now[0])
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: now[0])
    cache = caches["default"]
    for key, timeout in (("an-hour", 3600), ("for-ever", None), ("a-second", 1)):
        cache.set(key, "x", timeout)
    now[0] += 2
    assert [cache.get(key) for key in ("an-hour", "for-ever", "a-second")] == ["x", "x", None]
    now[0] += 28.5
    assert [cache.get(key) for key in ("an-hour", "for-ever")] == [None, None]


def test_whatever_is_done_with_one_key_leaves_the_others(db):
    for key in ("a", "b"):
        count(0, key)
        count(0, key)
    give_back("a")
    assert (counted("a", now=at(1)), counted("b", now=at(1))) == (1, 2)
    forget("a")
    assert (counted("a", now=at(1)), counted("b", now=at(1))) == (0, 2)


def test_without_a_moment_it_is_now_that_counts(db):
    count_up("now", limit=3, seconds=60)
    assert counted("now") == 1
    assert counted("now", now=timezone.now() + dt.timedelta(seconds=61)) == 0


def test_ended_counters_go_a_few_at_a_time_and_running_ones_stay(
    db, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(limits, "BATCH", 2)
    for number in range(5):
        count(0, f"old-{number}")
    count(100, "running")
    # Three times: which, away with them; then none are left.
    with django_assert_num_queries(7):
        assert remove_ended(now=at(61)) == 5
    assert list(LimitCounter.objects.values_list("key", flat=True)) == ["running"]
