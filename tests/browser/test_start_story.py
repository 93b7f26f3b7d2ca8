"""`make run` again: nothing is prepared anew, the sign-ins it prints work, nothing is lost."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lms.demo.accounts import ACCOUNTS, PASSWORD
from tests.browser.conftest import ROOT, free_port, sign_in, wait_until_ready

pytestmark = pytest.mark.browser


@contextmanager
def started(folder: Path, url: str) -> Iterator[Path]:
    """Start what `make run` starts with the data in a folder; give the file with what it says."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        "LMS_VAR_DIR": str(folder),
        "PORT": url.rpartition(":")[2],
    }
    said = folder / "said"
    with said.open("w") as output:
        run = subprocess.Popen(
            ["deploy/run-demo.sh"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(f"{url}/readyz")
        yield said
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(timeout=20)


def test_a_second_start_prints_the_sign_ins_and_loses_nothing(
    browser: Browser, prepared: Path, tmp_path: Path
):
    shutil.copytree(prepared, tmp_path / "var")
    url = f"http://127.0.0.1:{free_port()}"
    context = browser.new_context(base_url=url, locale="vi-VN")
    page = context.new_page()
    with started(tmp_path / "var", url) as said:
        expect_sign_ins(said.read_text(encoding="utf-8"), url)
        sign_in(page, "hocvien")
        page.goto("/my/learning/")
        main = page.get_by_role("main")
        open_now = main.get_by_role("region", name="Đang học")
        expect(open_now.get_by_role("progressbar").first).to_be_visible()
        page.goto("/courses/")
        expect(main.get_by_role("article")).to_have_count(2)
        page.goto("/agency/BG-KHAC/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")
    context.close()


def expect_sign_ins(said: str, url: str) -> None:
    """Expect address and sign-ins, and not a word of preparing the demonstration again."""
    assert f"{url}/" in said
    assert f": {PASSWORD}" in said
    assert [account.code for account in ACCOUNTS if account.code not in said] == []
    assert "Loading" not in said
