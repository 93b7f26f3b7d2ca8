"""When a lesson was put before its reader: signed into the page, because drawing it writes nothing.

The page hands the stamp back with the first sign of life, or with “Mark as read” where a browser
runs no scripts.
"""

import datetime as dt

from django.core import signing

from lms.enrolments.models import Enrolment

SALT = "lms.enrolments.opening"


def opening_stamp(*, enrolment: Enrolment, page_id: int, now: dt.datetime) -> str:
    """Return the stamp of a page that is drawn now for a learner of the course."""
    return signing.dumps([enrolment.pk, page_id, now.timestamp()], salt=SALT)


def opened_at(stamp: str, *, enrolment: Enrolment, page_id: int, now: dt.datetime) -> dt.datetime:
    """Return when the page of a stamp was drawn; `now` where it tells nothing of this opening.

    A stamp of another page or enrolment, of the future or altered tells nothing.
    """
    try:
        stamped_enrolment, stamped_page, seconds = signing.loads(stamp, salt=SALT)
    except (signing.BadSignature, ValueError):
        return now
    if (stamped_enrolment, stamped_page) != (enrolment.pk, page_id):
        return now
    return min(dt.datetime.fromtimestamp(seconds, tz=dt.UTC), now)
