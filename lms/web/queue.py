"""Who is worked for now in one process, who waits in a line, who is asked to come back. Pure.

A process works for a few people at a time. A short line waits inside it, in threads. When the line
is long, newcomers get a ticket with the time they came, and come back by themselves: the oldest
tickets are let in first. Whoever is inside already goes before all newcomers.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# How many of the oldest tickets may come in when there is room: they come back every two seconds,
# to any of the processes, so that a narrower choice would leave room empty.
FRONT = 64
SOONEST, LATEST = 2, 20  # seconds until somebody is asked to come back
# A process remembers no more tickets than these; all others are told to wait all the same.
REMEMBERED = 5_000


@dataclass(frozen=True)
class Wait:
    """The answer to somebody who cannot come in: how many go before, and when to ask again."""

    ahead: int
    seconds: int


class Door:
    def __init__(
        self, *, places: int, line: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.places, self.line = places, line
        self._clock = clock
        self._lock = threading.Lock()
        self._working = 0
        self._turns: deque[threading.Event] = deque()
        # When each ticket was last shown and is to be shown again, by the time of its arrival.
        self._tickets: dict[float, float] = {}
        self._let_in_at = -1.0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for a place, first come first served, and leave it at the end."""
        turn = None
        with self._lock:
            if self._working < self.places:
                self._working += 1
            else:
                turn = threading.Event()
                self._turns.append(turn)
        if turn is not None:
            turn.wait()
        try:
            yield
        finally:
            with self._lock:
                if self._turns:
                    self._turns.popleft().set()  # the place is handed on
                else:
                    self._working -= 1

    def wait_for_insider(self) -> Wait | None:
        """Return nothing if there is room in the line, else when to ask again."""
        with self._lock:
            return Wait(0, SOONEST) if len(self._turns) >= self.line else None

    def wait_for_newcomer(self, arrived: float, *, has_ticket: bool) -> Wait | None:
        """Return nothing if somebody may come in who came at a time, else when to ask again."""
        with self._lock:
            now = self._clock()
            ahead = self._count_ahead(arrived, now)
            is_next = ahead < FRONT if has_ticket else not self._tickets
            if is_next and (self._has_room() or now - self._let_in_at >= 1):
                self._tickets.pop(arrived, None)
                self._let_in_at = now
                return None
            wait = Wait(ahead, _seconds_until_asking_again(ahead))
            if arrived in self._tickets or len(self._tickets) < REMEMBERED:
                self._tickets[arrived] = now + 3 * wait.seconds
            return wait

    def _has_room(self) -> bool:
        return self._working + len(self._turns) < 2 * self.places

    def _count_ahead(self, arrived: float, now: float) -> int:
        """Count the older tickets; forget those whose holders have not come back."""
        gone = [ticket for ticket, until in self._tickets.items() if until < now]
        for ticket in gone:
            del self._tickets[ticket]
        return sum(ticket < arrived for ticket in self._tickets)


def _seconds_until_asking_again(ahead: int) -> int:
    return min(LATEST, SOONEST + (0 if ahead < FRONT else ahead // 60))
