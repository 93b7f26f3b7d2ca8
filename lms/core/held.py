"""What a process keeps in memory for less than a minute instead of asking with every request.

Only for what may be a little old: each process reads by itself, and nobody tells it of a change.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
HELD_FOR = 30.0  # seconds


class Held(Generic[T]):
    """Called, it returns what `read` returned at most `HELD_FOR` seconds ago.

    Threads may read at the same time when it runs out; the last one's result stays.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[float, T] | None = None

    def __call__(self) -> T:
        now = time.monotonic()
        if self._kept is None or now - self._kept[0] >= HELD_FOR:
            self._kept = now, self._read()
        return self._kept[1]
