"""A worker is killed for real in the middle of its work: the work is done, and done once."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flows.smtp import MailServer
from tests.migrated import copy_migrated_database

pytestmark = pytest.mark.nightly
ROOT = Path(__file__).resolve().parents[2]

MAKE = """
import django; django.setup()
from django.db import transaction
from tests.cast import build_cast
from tests.certificates.samples import issue, make_design
from django.utils import timezone
from lms.home.services import set_up_site
set_up_site(hostname="testserver")
cast = build_cast()
with transaction.atomic():
    issue(cast.lan, make_design(), issued_on=timezone.localdate())
"""


@dataclass(frozen=True)
class Site:
    folder: Path
    environment: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "lms.sqlite3"

    def manage(self, *command: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    def python(self, code: str) -> None:
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True)

    def worker(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--no-reload"]
        return subprocess.Popen(
            [*command, "--interval", "0.1"],
            cwd=ROOT,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
        )

    def finish(self) -> None:
        self.manage("db_worker", "--no-startup-delay", "--no-reload", "--batch")

    def value(self, query: str) -> object:
        with sqlite3.connect(self.database, timeout=20) as database:
            return database.execute(query).fetchone()[0]

    def set(self, table: str, column: str, moment: str) -> None:
        statement = f"UPDATE {table} SET {column} = datetime('now', ?)"  # noqa: S608
        with sqlite3.connect(self.database, timeout=20) as database:
            database.execute(statement, (moment,))

    @property
    def drawing(self) -> object:
        """How many tasks are said to be drawing a certificate."""
        return self.value(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult "
            "WHERE status = 'RUNNING' AND task_path LIKE '%render_certificate_pdf'"
        )


@pytest.fixture
def server() -> Iterator[MailServer]:
    own = MailServer()
    yield own
    own.close()


@pytest.fixture
def site(tmp_path: Path, server: MailServer) -> Site:
    """Return a site of its own with one certificate that is owed its file and its mail."""
    own = Site(
        tmp_path,
        {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "DEBUG": "0",
            "LMS_VAR_DIR": str(tmp_path),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        },
    )
    copy_migrated_database(own.database)
    own.python(MAKE)
    return own


def wait_until_drawing(worker: "subprocess.Popen[bytes]") -> None:
    assert worker.stdout is not None
    for line in worker.stdout:
        if b"render_certificate_pdf state=RUNNING" in line:
            return
    raise AssertionError("the worker has ended")


def kill(worker: "subprocess.Popen[bytes]") -> None:
    worker.send_signal(signal.SIGKILL)
    worker.communicate()


MAILS, CERTIFICATES = "notifications_delivery", "certificates_certificate"
TASKS = "django_tasks_database_dbtaskresult"


def test_a_mail_that_may_have_left_when_its_worker_was_killed_is_not_sent_again(site, server):
    server.answers = False
    worker = site.worker()
    assert server.has_taken.wait(timeout=60)
    kill(worker)
    assert site.value("SELECT state FROM notifications_delivery") == "sending"
    name = site.value("SELECT message_id FROM notifications_delivery")

    server.answers = True
    site.set(MAILS, "sending_since", "-1 hour")
    site.set(TASKS, "started_at", "-1 hour")
    assert "mails: 0" in site.manage("take_up_owed")
    site.set(TASKS, "run_after", "-1 hour")
    site.finish()
    assert "mails: 0" in site.manage("take_up_owed")
    assert site.value("SELECT state FROM notifications_delivery") == "in_doubt"
    assert [message["Message-ID"] for message in server.taken] == [name]


def test_a_document_whose_worker_was_killed_is_drawn_once_by_whoever_runs_next(site):
    worker = site.worker()
    wait_until_drawing(worker)
    kill(worker)
    assert site.value("SELECT pdf FROM certificates_certificate") == ""
    assert site.drawing == 1
    site.set(CERTIFICATES, "issued_at", "-1 hour")
    site.set(TASKS, "started_at", "-1 hour")

    assert "tasks: 1, certificates: 1" in site.manage("take_up_owed")
    digest = site.value("SELECT pdf_sha256 FROM certificates_certificate")
    assert "tasks: 0, certificates: 0" in site.manage("take_up_owed")
    site.set(TASKS, "run_after", "-1 hour")
    site.finish()
    assert site.drawing == 0
    assert site.value("SELECT pdf_sha256 FROM certificates_certificate") == digest
    assert len(list((site.folder / "records").rglob("*.pdf"))) == 1


def test_a_mail_whose_worker_was_killed_before_it_was_sent_goes_out_once(site, server):
    worker = site.worker()
    wait_until_drawing(worker)
    kill(worker)
    state = site.value("SELECT state FROM notifications_delivery")
    assert state == "waiting"
    for _run in range(2):
        site.manage("take_up_owed")
    site.finish()
    assert len(server.taken) == 1
    assert site.value("SELECT state FROM notifications_delivery") == "sent"
