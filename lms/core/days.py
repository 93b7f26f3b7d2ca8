"""Days as the province counts them."""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import timezone


def end_of(day: dt.date) -> dt.datetime:
    """Return the first moment after a day: midnight here, not in the database's time zone."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def year_start(day: dt.date) -> dt.date:
    return day.replace(month=1, day=1)


def year_until(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of the calendar year of a day and the first moment after the day."""
    return end_of(year_start(day) - dt.timedelta(days=1)), end_of(day)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the first day after a term of months that begins on a day: that day's number again.

    A month without that number is used up to its end, and the term with it: from 31/08/2025,
    6 months last through 28/02/2026; from 29/02/2024, 12 months through 28/02/2025.
    """
    same = day + relativedelta(months=months)
    return same if same.day == day.day else same + dt.timedelta(days=1)


def last_day_before(expires_on: dt.date | None) -> dt.date | None:
    """Return the last day that counts before the first one that does not; None without an end."""
    return expires_on - dt.timedelta(days=1) if expires_on else None
