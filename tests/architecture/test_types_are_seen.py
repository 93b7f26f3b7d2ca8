"""The type checker sees pages, designs, agencies and questions: planted errors are found."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANTED = Path(__file__).with_name("planted_errors.py")
MARK = re.compile(r"  # type: ignore\[([a-z-]+)\]$", re.MULTILINE)
FOUND = re.compile(r"^[^:]+:(\d+): error: .*\[([a-z-]+)\]$", re.MULTILINE)


@pytest.mark.nightly
def test_every_planted_error_is_found(tmp_path) -> None:
    text = PLANTED.read_text("utf-8")
    planted = {
        (number, mark[1])
        for number, line in enumerate(text.splitlines(), start=1)
        if (mark := MARK.search(line))
    }
    assert len(planted) >= 11
    copy = tmp_path / "planted.py"
    copy.write_text(MARK.sub("", text), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", copy], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = {(int(number), code) for number, code in FOUND.findall(run.stdout)}
    assert found == planted, run.stdout + run.stderr
