"""Medians, rates and tables of the benchmarks."""

import statistics
import time
from collections.abc import Callable


def median_ms(action: Callable[[], object], runs: int = 7) -> float:
    """Return the median wall time in milliseconds after one run that does not count."""
    action()
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def rate(action: Callable[[], object], seconds: float = 3.0) -> float:
    """Return how often an action is done a second, over a few seconds."""
    action()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        action()
        count += 1
    return count / (time.perf_counter() - start)


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")
