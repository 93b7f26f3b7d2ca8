"""How a part of a whole is rounded to a percentage: in one way, wherever it is shown."""

from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction


def percentage(
    part: Number, whole: Number = 1, *, places: int = 0, short_of: int | None = None
) -> Decimal:
    """Return part / whole in percent, from 0 to 100, half rounded up, with so many decimal places.

    It is 100 only when all is there and 0 only when nothing is: 1,999 of 2,000 are 99.9. Likewise
    it does not reach `short_of`, such as a pass mark in percent, before the exact share does.
    Of nothing it is 0.

    >>> percentage(15, 48, places=1), percentage(1, 3000), percentage(0.699, short_of=70)
    (Decimal('31.3'), Decimal('1'), Decimal('69'))
    """
    if not whole:
        return _decimal(0, places)
    exact = min(Fraction(100), max(Fraction(0), 100 * _exact(part) / _exact(whole)))
    steps = 10**places
    rounded = int(exact * steps + Fraction(1, 2))
    for bound in (100, short_of):
        if bound is not None and exact < bound:
            rounded = min(rounded, bound * steps - 1)
    return _decimal(max(rounded, 1) if exact else 0, places)


def _exact(number: Number) -> Fraction:
    """Take a float as it is written: 0.3125 and 0.1 are what they say."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def _decimal(steps: int, places: int) -> Decimal:
    return Decimal(steps).scaleb(-places)
