"""What a process keeps in memory is never a minute old."""

from collections.abc import Iterator
from itertools import count

import pytest

from lms.core.held import HELD_FOR, Held


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Return the time in seconds as the one item of a list, to be moved."""
    now = [1000.0]
    # As it was read with the module: other tests hold nothing.
    monkeypatch.setattr("lms.core.held.HELD_FOR", HELD_FOR)
    monkeypatch.setattr("lms.core.held.time.monotonic", lambda: now[0])
    return now


def test_it_is_read_once_in_half_a_minute(clock):
    held = Held(count(1).__next__)
    assert [held(), held()] == [1, 1]
    clock[0] += 29.9
    assert held() == 1
    clock[0] += 0.1
    assert [held(), held()] == [2, 2]


def test_nothing_found_is_kept_as_well(clock):
    numbers = count(1)
    held = Held(lambda: next(numbers) and None)
    assert [held(), held(), next(numbers)] == [None, None, 2]


def test_what_could_not_be_read_is_asked_for_again(clock):
    answers: Iterator[ConnectionError | int] = iter([ConnectionError(), 7])

    def read() -> int:
        answer = next(answers)
        if isinstance(answer, ConnectionError):
            raise answer
        return answer

    held = Held(read)
    with pytest.raises(ConnectionError):
        held()
    assert held() == 7
