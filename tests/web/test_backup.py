"""A backup holds all that the site wrote, is checked by its sums, and can be restored."""

import os
import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var(tmp_path) -> Path:
    folder = tmp_path / "var"
    (folder / "records").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "records" / "giấy.pdf").write_bytes(b"%PDF-1.7")
    (folder / "static" / "made-anew.css").write_text("")
    return folder


def back_up(var: Path, target: Path) -> Path:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = subprocess.run(
        [ROOT / "deploy" / "backup.sh", target],
        env={**keep, "LMS_VAR_DIR": str(var), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(run.stdout.strip().splitlines()[-1])


def test_what_was_committed_is_in_the_backup_while_somebody_writes(var, tmp_path):
    live = sqlite3.connect(var / "lms.sqlite3")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE answer (text TEXT)")
    live.execute("INSERT INTO answer VALUES ('đã lưu')")
    live.commit()
    live.execute("INSERT INTO answer VALUES ('chưa xong')")
    folder = back_up(var, tmp_path / "backups")
    restored = sqlite3.connect(folder / "lms.sqlite3")
    assert restored.execute("SELECT text FROM answer").fetchall() == [("đã lưu",)]
    assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with tarfile.open(folder / "files.tar.gz") as files:
        names = files.getnames()
        files.extractall(tmp_path / "restored", filter="data")
    assert (tmp_path / "restored" / "records" / "giấy.pdf").read_bytes() == b"%PDF-1.7"
    assert not [name for name in names if "static" in name or "sqlite" in name]
    assert oct(folder.stat().st_mode)[-3:] == "700"


def test_a_backup_that_was_damaged_is_found_out(var, tmp_path):
    sqlite3.connect(var / "lms.sqlite3").execute("CREATE TABLE answer (text TEXT)").close()
    folder = back_up(var, tmp_path / "backups")
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    with (folder / "lms.sqlite3").open("ab") as file:
        file.write(b"x")
    assert subprocess.run(check, cwd=folder, check=False, capture_output=True).returncode != 0


def test_the_last_thirty_backups_stay(var, tmp_path):
    sqlite3.connect(var / "lms.sqlite3").execute("CREATE TABLE answer (text TEXT)").close()
    target = tmp_path / "backups"
    for number in range(34):
        (target / f"202501{number:02d}-000000").mkdir(parents=True)
    newest = back_up(var, target)
    kept = sorted(each.name for each in target.iterdir())
    assert len(kept) == 30
    assert kept[-1] == newest.name
    assert kept[0] == "20250105-000000"
