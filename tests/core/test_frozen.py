"""Frozen records: older versions are read, newer ones refused."""

import pytest

from lms.core.frozen import NewerRecord, stamped, unstamped


def test_a_record_says_its_version_and_is_read_without_it() -> None:
    stored = stamped({"a": 1}, 3)
    assert stored == {"version": 3, "a": 1}
    assert unstamped(stored, newest=3, what="x") == {"a": 1}
    assert unstamped(stored, newest=4, what="x") == {"a": 1}


def test_a_record_without_a_version_is_the_oldest() -> None:
    stored = {"a": 1}
    assert unstamped(stored, newest=0, what="x") == {"a": 1}
    assert unstamped(stored, newest=9, what="x") is not stored


@pytest.mark.parametrize("version", [4, 400, -1, "3", 3.0, True, None])
def test_a_version_this_release_does_not_know_is_refused_by_name(version) -> None:
    with pytest.raises(NewerRecord, match=r"the paper is stored in version .*up to 3"):
        unstamped({"version": version}, newest=3, what="the paper")
