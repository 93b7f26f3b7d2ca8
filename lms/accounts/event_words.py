"""Details of security events in words: the rows keep marks that either language is read from."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the first mark of a detail; the rooms above add theirs when they start.
_words: dict[str, str | Promise] = {
    "operator": _("Operator"),
    "reset": _("reset by an administrator"),
    "totp_activated": _("authenticator app set up"),
    "totp_deactivated": _("authenticator app removed"),
    "recovery_codes_generated": _("recovery codes made anew"),
}


def register_event_words(words: dict[str, str | Promise]) -> None:
    _words.update(words)


def detail_in_words(detail: str) -> str:
    """Return a detail with its first mark and its days as people read them."""
    first, space, rest = detail.partition(" ")
    shown = [_day_in_words(each) for each in rest.split(" ")]
    return f"{_words.get(first, first)}{space}{' '.join(shown)}"


def _day_in_words(word: str) -> str:
    try:
        return date_format(dt.date.fromisoformat(word), "SHORT_DATE_FORMAT")
    except ValueError:
        return word
