"""Decimal numbers as people write them: with a comma or a point, in either language."""

import re
from decimal import Decimal

from lms.core.text import clean, plain_marks

_NUMBER = re.compile(r"[+-]?(?=[.,]?[0-9])([0-9]*)([.,][0-9]*)?")
_POINT_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_LEADING_ZERO = re.compile(r"[+-]?0[.,]")


class NotANumber(ValueError):
    """The text is no decimal number."""


def readings(text: str) -> set[Decimal]:
    """Return what a person may have meant by a number: usually one reading, never none.

    1,5 and 1.5 are one and a half; 1.234.567,8 and 1,234,567.8 have groups. One mark before
    three digits can be read both ways, and both are returned: 1.961 is written for 1961 in
    Vietnamese, and for one and a bit on most keypads. Only the digits 0-9 count.
    Raises NotANumber for anything else.
    """
    text = plain_marks(clean(text)).replace(" ", "")
    found = set()
    if _NUMBER.fullmatch(text):
        found.add(Decimal(text.replace(",", ".")))
    if not _LEADING_ZERO.match(text):
        if _POINT_GROUPS.fullmatch(text):
            found.add(Decimal(text.replace(".", "").replace(",", ".")))
        if _COMMA_GROUPS.fullmatch(text):
            found.add(Decimal(text.replace(",", "")))
    if not found:
        raise NotANumber(text[:40])
    return found


def unambiguous(number: Decimal, mark: str) -> str:
    """Return a number as text with one reading: three digits behind the mark get a zero more.

    >>> unambiguous(Decimal("46.40"), ","), unambiguous(Decimal("1.234"), ",")
    ('46,4', '1,2340')
    """
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return (f"{text}0" if len(readings(text)) > 1 else text or "0").replace(".", mark)
