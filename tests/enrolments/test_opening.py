"""The stamp of a page: it tells when the page was drawn, for one learner and one page alone."""

import datetime as dt

import pytest
from django.core import signing
from django.utils import timezone

from lms.enrolments.opening import SALT, opened_at, opening_stamp
from lms.enrolments.services import enrol

DRAWN = dt.datetime(2026, 3, 2, 8, 0, 0, 250_000, tzinfo=dt.UTC)
NOW = DRAWN + dt.timedelta(minutes=7)
PAGE = 12


@pytest.fixture
def enrolment(cast, taught):
    return enrol(learner=cast.lan, course=taught.course)


def read(stamp: str, enrolment, page_id: int = PAGE, now: dt.datetime = NOW) -> dt.datetime:
    return opened_at(stamp, enrolment=enrolment, page_id=page_id, now=now)


def test_a_stamp_tells_when_its_page_was_drawn(enrolment):
    stamp = opening_stamp(enrolment=enrolment, page_id=PAGE, now=DRAWN)
    assert read(stamp, enrolment) == DRAWN


def test_a_stamp_of_another_page_or_of_somebody_else_tells_nothing(cast, taught, enrolment):
    other = enrol(learner=cast.nga, course=taught.course)
    stamp = opening_stamp(enrolment=enrolment, page_id=PAGE, now=DRAWN)
    assert read(stamp, enrolment, page_id=PAGE + 1) == NOW
    assert read(stamp, other) == NOW


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c"])
def test_what_is_no_stamp_tells_nothing(enrolment, stamp):
    assert read(stamp, enrolment) == NOW


def test_what_was_signed_for_something_else_tells_nothing(enrolment):
    assert read(signing.dumps([1, 2, 3], salt="other"), enrolment) == NOW
    assert read(signing.dumps([1, 2], salt=SALT), enrolment) == NOW


def test_a_clock_that_was_set_back_gains_no_time(enrolment):
    stamp = opening_stamp(enrolment=enrolment, page_id=PAGE, now=NOW + dt.timedelta(hours=1))
    assert read(stamp, enrolment) == NOW
    assert timezone.is_aware(read(stamp, enrolment))
