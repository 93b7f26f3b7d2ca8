"""On the page of an agency those below it do not repeat its name."""

import pytest

from lms.agencies.naming import name_below

SO = "Sở Nội vụ"


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Phòng Công chức, Sở Nội vụ", "Phòng Công chức"),
        ("Phòng Công chức - Sở Nội vụ", "Phòng Công chức"),
        ("Phòng Công chức – Sở nội vụ", "Phòng Công chức"),
        ("Phòng Công chức thuộc Sở Nội vụ", "Phòng Công chức"),
        ("Phòng Công chức (Sở Nội vụ)", "Phòng Công chức"),
        ("Phòng Bưu chính - Viễn thông, Sở Nội vụ", "Phòng Bưu chính - Viễn thông"),
        # Part of what it is called, another agency, or nothing else.
        ("Văn phòng Sở Nội vụ", "Văn phòng Sở Nội vụ"),
        ("Phòng Công chức, Sở Tư pháp", "Phòng Công chức, Sở Tư pháp"),
        ("Sở Nội vụ, cơ sở 2", "Sở Nội vụ, cơ sở 2"),
        (SO, SO),
        (f", {SO}", f", {SO}"),
    ],
)
def test_the_name_above_is_left_out_where_it_only_repeats(name, shorter):
    assert name_below(name, SO) == shorter


def test_without_a_name_above_nothing_is_left_out():
    assert name_below("Phòng Công chức, ", "") == "Phòng Công chức, "
