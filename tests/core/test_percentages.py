"""A percentage is never 100 before all nor 0 after one, and half is rounded up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template

from lms.core.percentages import percentage
from lms.core.templatetags.ui import whole_percent


@pytest.mark.parametrize(
    ("part", "whole", "whole_percent", "to_a_tenth"),
    [
        (1999, 2000, "99", "99.9"),
        (1, 3000, "1", "0.1"),
        (15, 48, "31", "31.3"),
        (1, 8, "13", "12.5"),
        (2, 3, "67", "66.7"),
        (0, 7, "0", "0.0"),
        (7, 7, "100", "100.0"),
        (9, 7, "100", "100.0"),
        (-1, 7, "0", "0.0"),
        (0, 0, "0", "0.0"),
        (0.125, 1, "13", "12.5"),
        (Decimal("0.9999999"), 1, "99", "99.9"),
        (Fraction(1, 3), 1, "33", "33.3"),
    ],
)
def test_half_is_rounded_up_and_the_ends_mean_all_and_nothing(
    part, whole, whole_percent, to_a_tenth
):
    assert str(percentage(part, whole)) == whole_percent
    assert str(percentage(part, whole, places=1)) == to_a_tenth


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [("0.6996", 0, "69"), ("0.6996", 1, "69.9"), ("0.7", 0, "70"), ("0.706", 0, "71")],
)
def test_a_bound_is_reached_by_what_reaches_it(share, places, shown):
    assert str(percentage(Decimal(share), places=places, short_of=70)) == shown


def test_a_bound_of_nothing_binds_nothing():
    assert percentage(Decimal("0.004"), short_of=0) == 1


def test_templates_round_in_the_same_way():
    assert [whole_percent(n) for n in (None, 0, 0.2, 12.5, 99.9, 100, 140)] == [
        *(0, 0, 1, 13, 99, 100, 100)
    ]
    shown = Template("{% load ui %}{{ percent|whole_percent:needed }}")
    assert shown.render(Context({"percent": Decimal("69.6"), "needed": 70})) == "69"
    assert shown.render(Context({"percent": Decimal("69.6"), "needed": None})) == "70"
