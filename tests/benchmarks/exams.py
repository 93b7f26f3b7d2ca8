"""Exams a minute on PostgreSQL behind gunicorn, and what one costs beside one bare insert.

    python -m tests.benchmarks exams [PEOPLE [AT_ONCE]]

People sign in, open the landing page, the course and the quiz, start, save twenty answers one by
one, review, hand in and read the result, without a pause. Machines are noisy and shared: what
counts is the ratio to the bare view, measured before and after in the same run.
"""

import itertools
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.benchmarks.clock import heading
from tests.benchmarks.examinee import Browser, Examinee, Figures, answer, hand_in
from tests.benchmarks.on_postgres import prepare
from tests.benchmarks.processes import parent_of, processor_seconds
from tests.benchmarks.sites import Server, serving

PEOPLE, AT_ONCE = 80, 30
WARM_UP = 8
# As long as the proxy of deploy/ waits for an answer.
PATIENCE = 75.0
BARE_SECONDS = 4.0
STEPS = ("sign-in page", "sign-in", "landing page", "start", "save", "submit", "result")


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds of one thing done."""

    web: float
    database: float

    @property
    def whole(self) -> float:
        return self.web + self.database


class Meter:
    """Processor time of a web server and of the whole PostgreSQL."""

    def __init__(self, server: Server, postmaster: int) -> None:
        self.server, self.postmaster = server, postmaster
        self.began = (server.processor, processor_seconds(postmaster))

    def cost(self, count: int) -> Cost:
        web, database = self.began
        return Cost(
            (self.server.processor - web) * 1000 / count,
            (processor_seconds(self.postmaster) - database) * 1000 / count,
        )


def main(people: int = PEOPLE, at_once: int = AT_ONCE) -> None:
    import django

    django.setup()
    from tests.benchmarks import statements

    exam = prepare(people + WARM_UP + 1)
    postmaster, figures = _postmaster(), Figures()
    *chosen, one = exam.examinees
    counts = statements.of_an_exam(one)
    bare = [_bare_cost(postmaster)]
    with serving("lms.wsgi") as server:
        save = _cost_of_saves(chosen[:WARM_UP], server, postmaster)
        meter, began = Meter(server, postmaster), time.perf_counter()
        reached = _all_take_it(chosen[WARM_UP:], at_once, server, figures)
        minutes = (time.perf_counter() - began) / 60
        whole = meter.cost(max(reached, 1))
    bare.append(_bare_cost(postmaster))
    heading(f"Exams on PostgreSQL, gunicorn as deployed: {people} people, {at_once} at once")
    print(f"exams a minute        {reached / minutes:8.0f}")
    _print_costs({"exam": whole, "save": save}, bare)
    _print_steps(figures)
    for name, (number, commits) in counts.items():
        print(f"statements, commits   {number:8d} {commits:8d}   {name}")
    _check_the_record(figures)


def _check_the_record(figures: Figures) -> None:
    """Compare the database with what people were told; end with an error if anything is amiss."""
    from tests.benchmarks.examinees import wrong_on_record

    wrong = wrong_on_record(figures.saved)
    answers = sum(map(len, figures.saved.values()))
    print(
        f"checked on record: {len(figures.saved)} attempts, {answers} answers, {len(wrong)} wrong"
    )
    for failure, count in Counter(figures.failures).most_common(5):
        print(f"failed {count} times: {failure}")
    if wrong or figures.failures:
        sys.exit("\n".join([*wrong[:5], f"{len(figures.failures)} people did not come through"]))


def _all_take_it(people: list[Examinee], at_once: int, server: Server, figures: Figures) -> int:
    """Let people take the exam, so many at once; return how many came to their result."""
    with ThreadPoolExecutor(at_once) as pool:
        return sum(pool.map(lambda p: p.take_exam(server.port, figures, PATIENCE), people))


def _postmaster() -> int:
    """Return the process above all of PostgreSQL, which runs on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


def _cost_of_saves(people: list[Examinee], server: Server, postmaster: int) -> Cost:
    """Let the first people in, which warms the processes, and measure their answers alone."""
    figures = Figures()
    with ThreadPoolExecutor(len(people)) as pool:
        sheets = list(pool.map(lambda p: p.arrive(server.port, figures, PATIENCE), people))
        meter = Meter(server, postmaster)
        list(pool.map(answer, sheets))
        cost = meter.cost(sum(len(sheet.answers) for sheet in sheets))
        list(pool.map(hand_in, sheets))
    return cost


def _bare_cost(postmaster: int) -> Cost:
    """Return what one insert by the bare site costs."""
    from django.db import connection

    from tests.benchmarks.bare import TABLE

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS bare_entry; {TABLE}")
    with serving("tests.benchmarks.bare") as server, ThreadPoolExecutor(8) as pool:
        _insert(server, 0, 0.5)
        meter = Meter(server, postmaster)
        done = sum(pool.map(lambda person: _insert(server, person, BARE_SECONDS), range(1, 9)))
        return meter.cost(done)


def _insert(server: Server, person: int, seconds: float) -> int:
    browser, end = Browser(server.port, Figures(), PATIENCE), time.perf_counter() + seconds
    for number in itertools.count(1):
        browser.ask("insert", f"/{person}/{number}/", "00000001")
        if time.perf_counter() > end:
            return number
    raise AssertionError("never ends")


def _print_costs(costs: dict[str, Cost], bare: list[Cost]) -> None:
    unit = statistics.mean(each.whole for each in bare)
    print(f"bare insert, ms       {unit:8.2f}   ({', '.join(f'{b.whole:.2f}' for b in bare)})")
    for name, cost in costs.items():
        parts = f"web {cost.web:.1f}, database {cost.database:.1f}"
        print(f"one {name}, ms          {cost.whole:8.1f}   ({parts})")
        print(f"one {name}, ratio       {cost.whole / unit:8.1f}   bare inserts")


def _print_steps(figures: Figures) -> None:
    for step in STEPS:
        times = sorted(figures.seconds[step]) or [0.0]
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(f"p50, p95, s           {statistics.median(times):8.3f} {p95:8.3f}   {step}")
    print(f"asked to wait         {figures.asked_to_wait:8d} times")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
