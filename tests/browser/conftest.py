"""A real server for the browser tests: production settings, its own database, a worker."""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from playwright.sync_api import BrowserContext, Page, expect

from lms.demo.accounts import PASSWORD
from tests.chromium import browser_type_launch_args  # noqa: F401
from tests.migrated import copy_migrated_database

ROOT = Path(__file__).resolve().parents[2]
# Milliseconds; the machine may be busy with other tests.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

# Officials without a role, whom no story but that of test_bad_moments is about.
OFFICIALS = [f"BG{number:05}" for number in range(1, 9)]
# What the queue holds is done already, or done when it is asked for: every worker of a test run
# would spend its first minute on it.
FINISH = f"""
from django.contrib.auth.hashers import make_password
from django_tasks_db.models import DBTaskResult
from lms.accounts.models import User
DBTaskResult.objects.all().delete()
User.objects.filter(official_code__in={OFFICIALS}).update(password=make_password("{PASSWORD}"))
"""


@dataclass(frozen=True)
class Site:
    url: str
    environment: dict[str, str]

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a management command of this site."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the running server; return what it printed."""
        return finish(self.start(*arguments))


def finish(command: "subprocess.Popen[str]") -> str:
    """Wait until a command has ended well; return what it printed."""
    said, errors = command.communicate()
    assert command.returncode == 0, said + errors
    return said


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _site(folder: Path) -> Site:
    """Return a site that keeps what it knows in a folder; nobody serves it yet."""
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECOND_FACTOR_KEYS": Fernet.generate_key().decode(),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "HTTPS": "0",
        "DEMONSTRATION": "1",
        "SECOND_FACTOR_REQUIRED_FOR": "none",
        "LMS_VAR_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    return Site(environment["BASE_URL"], environment)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with database and files, made once for all the workers of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / "prepared", shared / "prepared.done"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            site = _site(folder)
            folder.mkdir()
            copy_migrated_database(folder / "lms.sqlite3")
            # Beside each other: the other worker waits, and so does its core.
            files = site.start("collectstatic", "--no-input", "-v", "0")
            site.manage("prepare_demo", "--officials", "24")
            site.manage("shell", "-v", "0", "-c", FINISH)
            finish(files)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    """Serve the demonstration province with gunicorn and a task worker until the tests end."""
    folder = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(prepared, folder)
    site = _site(folder)
    address = site.url.removeprefix("http://")
    gunicorn = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", address]
    servers = [
        subprocess.Popen(
            [*gunicorn, "-k", "gthread", "--threads", "4", "--log-level", "warning"],
            cwd=ROOT,
            env=site.environment,
        ),
        subprocess.Popen(
            [sys.executable, "manage.py", "db_worker", "--no-startup-delay"],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ),
    ]
    try:
        wait_until_ready(f"{site.url}/readyz")
        yield site
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture(scope="session")
def catalogue(site: Site) -> int:
    """Return the id of the catalogue's page."""
    code = "from courses.models import CataloguePage as C; print(C.objects.get().pk)"
    return int(site.manage("shell", "-v", "0", "-c", code).split()[-1])


def wait_until_ready(url: str, seconds: int = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, site: Site) -> dict:
    return {
        **browser_context_args,
        "base_url": site.url,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(autouse=True)
def _nothing_leaves_the_site_and_nothing_breaks(context: BrowserContext, site: Site):
    """Fail a story in which a page calls another origin or breaks the content policy."""
    context.set_default_timeout(PATIENCE)
    foreign, violations = [], []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site.url, "data:", "blob:", "about:"))
            else foreign.append(request.url)
        ),
    )
    context.on(
        "console",
        lambda message: (
            violations.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield
    assert not foreign
    assert not violations


def sign_in(page: Page, code: str) -> None:
    """Sign in as one of the demonstration's accounts."""
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="Tên đăng nhập").or_(page.locator("#id_login")).first.fill(
        code
    )
    page.locator("#id_password").fill(PASSWORD)
    page.locator(
        "form[action*='login'] button[type=submit], main form button[type=submit]"
    ).first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()
