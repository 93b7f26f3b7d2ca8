"""Web servers of a measurement: our site and the bare one, as deploy/ runs them."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import processor_seconds


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def processor(self) -> float:
        return processor_seconds(self.pid)


@contextmanager
def serving(application: str) -> Iterator[Server]:
    """Serve a WSGI application by gunicorn with the configuration of deploy/."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application]
    own = {"BIND": f"127.0.0.1:{port}", "LOG_LEVEL": "INFO"}
    with Path(os.environ["LMS_VAR_DIR"], f"{application}.log").open("ab") as log:
        process = subprocess.Popen(gunicorn, env={**os.environ, **own}, stderr=log)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("gunicorn did not answer")
