"""A day ends at midnight in the province, whatever clock the database keeps."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.core.days import end_of

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
