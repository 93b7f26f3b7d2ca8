"""Days and terms of months: when a day ends, and one rule for every length."""

import calendar
import datetime as dt

import pytest
from django.utils import timezone

from lms.core.days import end_of, last_day_before, months_after

HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        (dt.date(2026, 3, 1), dt.date(2026, 3, 2)),
        (dt.date(2028, 2, 28), dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
    ],
)
def test_a_day_ends_with_the_first_moment_of_the_next_one(day, next_day):
    assert end_of(day) == dt.datetime(next_day.year, next_day.month, next_day.day, tzinfo=HANOI)
    assert timezone.localdate(end_of(day)) == next_day
    assert timezone.localdate(end_of(day) - dt.timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    ("begins", "months", "last"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-28"),
        ("2025-08-30", 6, "2026-02-28"),
        ("2025-08-29", 6, "2026-02-28"),
        ("2025-08-28", 6, "2026-02-27"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-03-31", 1, "2025-04-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-12-20", 12, "2026-12-19"),
        ("2025-01-01", 1, "2025-01-31"),
    ],
)
def test_a_term_of_months_has_a_last_day(begins, months, last):
    end = months_after(dt.date.fromisoformat(begins), months)
    assert last_day_before(end) == dt.date.fromisoformat(last)


def test_every_term_ends_where_its_day_comes_again_or_with_the_month_that_lacks_it():
    day = dt.date(2023, 1, 1)
    while day < dt.date(2029, 1, 1):
        for months in (1, 2, 3, 6, 7, 11, 12, 18, 24, 36, 48, 60):
            years, index = divmod(day.month - 1 + months, 12)
            year, month = day.year + years, index + 1
            length = calendar.monthrange(year, month)[1]
            last = last_day_before(months_after(day, months))
            if day.day > length:
                assert last == dt.date(year, month, length)
            else:
                assert last == dt.date(year, month, day.day) - dt.timedelta(days=1)
        day += dt.timedelta(days=1)


def test_without_an_end_there_is_no_last_day():
    assert last_day_before(None) is None
