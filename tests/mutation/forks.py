"""Work in forks of a prepared process, several at a time, each ended when it takes too long."""

import contextlib
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

# A fork that only waits, for a lock for instance, uses no processor time.
WAITING = 10


@dataclass(frozen=True)
class Task:
    """`seconds` of processor time; None without a limit."""

    what: Any
    seconds: float | None = None


class TookTooLong(Exception):
    pass


class Died(Exception):
    pass


def run_forked(
    tasks: Iterable[Task], work: Callable[[Any, int], Any], jobs: int
) -> Iterator[tuple[Any, Any]]:
    """Do `work` for each task in a fork; yield what it was and what came of it, as they end.

    `work` also gets a number below `jobs` that no other fork has at the time. An exception is
    handed on as the result. A fork and all it started end together.
    """
    waiting, running = iter(tasks), dict[Connection, _Fork]()
    try:
        while True:
            for number in set(range(jobs)) - {fork.number for fork in running.values()}:
                if (task := next(waiting, None)) is not None:
                    fork = _Fork(task, work, number)
                    running[fork.reader] = fork
            if not running:
                return
            ready = wait(list(running), timeout=0.5)
            for fork in [fork for reader, fork in running.items() if reader in ready]:
                del running[fork.reader]
                yield fork.task.what, fork.result()
            for fork in [fork for fork in running.values() if fork.is_late()]:
                del running[fork.reader]
                fork.end()
                yield fork.task.what, TookTooLong()
    finally:
        for fork in running.values():
            fork.end()


class _Fork:
    def __init__(self, task: Task, work: Callable[[Any, int], Any], number: int) -> None:
        self.task, self.number = task, number
        self.reader, writer = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=_work, args=(writer, task, work, number))
        self.process.start()
        assert self.process.pid is not None
        self.pid = self.process.pid
        writer.close()
        self.started = time.monotonic()

    def result(self) -> Any:
        try:
            result = self.reader.recv()
        except EOFError:
            self.process.join()
            code = self.process.exitcode
            result = TookTooLong() if code == -signal.SIGXCPU else Died(f"exit code {code}")
        self.end()
        return result

    def is_late(self) -> bool:
        seconds = self.task.seconds
        return seconds is not None and time.monotonic() - self.started > WAITING * (seconds + 1)

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.join()
        self.reader.close()


def _work(writer: Connection, task: Task, work: Callable[[Any, int], Any], number: int) -> None:
    os.setpgid(0, 0)
    if task.seconds is not None:
        limit = int(task.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + WAITING))
    try:
        result = work(task.what, number)
    except BaseException as error:  # noqa: BLE001
        result = error
    writer.send(result)
    writer.close()
    # Without the clean-up of a session that belongs to the prepared process.
    os._exit(0)
