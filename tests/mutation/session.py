"""The prepared process: Django set up, tests collected, each test measured, then forked."""

import gc
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import coverage
import pytest
from django.db import connection, connections

from tests.mutation.forks import Task, run_forked
from tests.mutation.listed import ROOT, Listed
from tests.mutation.mutants import Mutant
from tests.mutation.placing import Functions, NotPlaced, read

# How much longer than without a mutant its tests may take, and what they may take at least (s).
PATIENCE, LEAST = 5, 5
# To import everything anew and to collect (s).
START = 60
# By test: seconds, and the lines it comes to by file.
Measured = dict[str, tuple[float, dict[str, set[int]]]]
Tried = tuple[Listed, Mutant, list[pytest.Item]]


class TestsFail(Exception):
    """They fail without any mutant."""

    __test__ = False


class MutationSession:
    """A pytest plugin that runs tests against mutants in place of the usual loop.

    `tell(module, mutant, is_tested, outcome)` hears of every mutant; the outcome is None when it
    survived, the test that killed it, or the exception that came of it. `fault` is what kept the
    session from its work.
    """

    def __init__(
        self,
        modules: list[Listed],
        jobs: int,
        tell: Callable[[Listed, Mutant, bool, Any], None],
    ) -> None:
        self.modules, self.jobs, self.tell = modules, jobs, tell
        self.fault = ""
        self._failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.append(f"{report.nodeid} ({report.when}): {_reason(report)}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.fault = f"cannot be collected: {report.nodeid}: {report.longreprtext}"

    def pytest_internalerror(self, excrepr: object) -> None:
        self.fault = str(excrepr)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.fault:
            return True
        self._session = session
        with tempfile.TemporaryDirectory(prefix="lms-mutation-") as folder:
            self._folder = Path(folder)
            try:
                self._prepare()
                self._measured = self._measure()
            except TestsFail as fails:
                self.fault = f"fails without a mutant: {fails}"
                return True
            tasks = (task for module in self.modules for task in self._tasks_of(module))
            for (module, mutant, tests), outcome in run_forked(tasks, self._try, self.jobs):
                self.tell(module, mutant, bool(tests), outcome)
        return True

    def _prepare(self) -> None:
        """Load once what is loaded lazily: the first test of each file is run here."""
        connection.settings_dict["TEST"]["NAME"] = str(self._folder / "prepared.sqlite3")
        for module in self.modules:
            importlib.import_module(module.module)
        # Read once: somebody may be at work on the files meanwhile.
        self._read = {module.path: read(module.file) for module in self.modules}
        items = self._session.items
        firsts = [next(tests) for _path, tests in groupby(items, attrgetter("path"))]
        firsts += [item for item in items if _uses_database(item)][:1]
        if failed := self._first_failure(firsts):
            raise TestsFail(failed)
        connections.close_all()
        self._functions = Functions(ROOT)
        # Forks share what they do not touch, and collecting garbage touches everything.
        gc.collect()
        gc.freeze()

    def _measure(self) -> Measured:
        files = groupby(self._session.items, attrgetter("path"))
        tasks = [Task(list(items)) for _path, items in files]
        if any(not mutant.functions for _tree, found in self._read.values() for mutant in found):
            tasks.insert(0, Task([]))
        measured: Measured = {}
        for _items, result in run_forked(tasks, self._measure_items, self.jobs):
            if isinstance(result, BaseException):
                raise result
            measured |= result
        return measured

    def _measure_items(self, items: list[pytest.Item], number: int) -> Measured:
        """Return how long each test takes and which lines it comes to; runs in a fork.

        Without any: shows that a test passes where everything is imported anew.
        """
        self._settle(number)
        if not items and (failed := self._try_anew(self.modules[0], "", self._session.items[:1])):
            raise TestsFail(failed)
        files = [str(module.file) for module in self.modules]
        tool = coverage.Coverage(data_file=None, config_file=False, include=files)
        tool.start()
        seconds = {}
        for item in items:
            tool.switch_context(item.nodeid)
            started = time.process_time()
            if failed := self._first_failure([item]):
                raise TestsFail(failed)
            seconds[item.nodeid] = time.process_time() - started
        tool.stop()
        lines: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for file in files:
            for line, contexts in tool.get_data().contexts_by_lineno(file).items():
                for nodeid in contexts:
                    lines[nodeid][file].add(line)
        return {nodeid: (took, dict(lines[nodeid])) for nodeid, took in seconds.items()}

    def _tasks_of(self, module: Listed) -> Iterator[Task]:
        for mutant in self._read[module.path][1]:
            tests = self._tests_of(module, mutant)
            seconds = LEAST + PATIENCE * sum(self._measured[item.nodeid][0] for item in tests)
            yield Task((module, mutant, tests), seconds + (0 if mutant.functions else START))

    def _tests_of(self, module: Listed, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests of a module that come to a mutant, the quickest first.

        What happens at import concerns all of them; those that use the module at all come first.
        """
        reaching: list[pytest.Item] = []
        others: list[pytest.Item] = []
        for item in self._session.items:
            if module.is_tested_by(item.nodeid):
                lines = self._measured[item.nodeid][1].get(str(module.file), set())
                reached = lines.intersection(mutant.lines) if mutant.functions else lines
                (reaching if reached else others).append(item)
        reaching.sort(key=lambda item: self._measured[item.nodeid][0])
        return reaching if mutant.functions else reaching + others

    def _try(self, tried: Tried, number: int) -> str | None:
        """Return the test that kills a mutant, None if it survives; runs in a fork."""
        module, mutant, tests = tried
        self._settle(number)
        if not mutant.functions:
            return self._try_anew(module, mutant.name, tests)
        self._functions.put(module.file, self._read[module.path][0], mutant)
        return self._first_failure(tests)

    def _try_anew(self, module: Listed, name: str, tests: Iterable[pytest.Item]) -> str | None:
        """Try a mutant of what happens at import, in a process that imports everything anew."""
        command = [sys.executable, "-m", "tests.mutation.anew", module.path, name]
        database = connection.settings_dict["NAME"]
        done = subprocess.run(
            [*command, database],
            input="\n".join(item.nodeid for item in tests),
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        if done.returncode == 0:
            return None
        lines = [*done.stdout.splitlines(), f"exit code {done.returncode}"]
        if lines[0].startswith("not placed"):
            raise NotPlaced(lines[0])
        return next((line for line in lines if line.startswith(("FAILED", "ERROR"))), lines[-1])

    def _settle(self, number: int) -> None:
        """Say nothing from now on, and work on a copy of the prepared database."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        copied = self._folder / f"{number}.sqlite3"
        for left in (f"{copied}-wal", f"{copied}-shm"):
            Path(left).unlink(missing_ok=True)
        if any(_uses_database(item) for item in self._session.items):
            shutil.copyfile(connection.settings_dict["NAME"], copied)
        connection.settings_dict["NAME"] = str(copied)

    def _first_failure(self, items: list[pytest.Item]) -> str | None:
        """Run tests until one fails; return which and why."""
        self._failed.clear()
        # The session comes last as if it were an item: what belongs to it is kept.
        following: list[Any] = [*items[1:], self._session]
        for item, next_item in zip(items, following, strict=False):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=next_item)
            if self._failed:
                return self._failed[0]
        return None


def _uses_database(item: pytest.Item) -> bool:
    return "django_db_setup" in getattr(item, "fixturenames", ())


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).split("\n", 1)[0][:200]
