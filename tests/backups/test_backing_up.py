"""A backup of a site in use is whole, or there is none."""

import io
import os
import resource
import signal
import sqlite3
import subprocess
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from certificates.keeping import ensure_pdf
from lms.accounts.models import User
from lms.backups import making, stored_files
from lms.backups.exceptions import BackupRefused
from lms.backups.making import back_up
from tests.backups.conftest import database_url, is_bare
from tests.certificates.samples import issue, make_design

pytestmark = pytest.mark.usefixtures("db", "media")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")


def said_by(*arguments) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    with translation.override("en"):
        call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_backup_says_in_one_line_what_it_holds(cast, media, target):
    (media / "sub" / "tệp.txt").write_text("nội dung")
    out, err = said_by("back_up", str(target))
    (backup,) = target.iterdir()
    assert out.startswith(f"{backup}: ")
    assert len(out.splitlines()) == 1
    assert ", 1 files, " in out
    assert err == ""
    assert oct(backup.stat().st_mode)[-3:] == "600"
    with zipfile.ZipFile(backup) as archive:
        assert archive.read("files/default/sub/tệp.txt").decode() == "nội dung"


def test_every_file_of_the_site_is_in_it_and_nothing_else(media, records, target):
    (media / "a.txt").write_text("a")
    (records / "sub").mkdir()
    (records / "sub" / "b.pdf").write_bytes(b"%PDF")
    (media / ".before-restore-x").mkdir()
    (media / ".before-restore-x" / "old").write_text("old")
    (media / "empty").touch()
    os.mkfifo(media / "pipe")
    (media / b"no-utf8-\xff.txt".decode(errors="surrogateescape")).write_text("c")
    (media.parent / "elsewhere").mkdir()
    (media.parent / "elsewhere" / "d.txt").write_text("d")
    (media / "linked").symlink_to(media.parent / "elsewhere")
    (media / "sub" / "round").symlink_to(media)
    files = back_up(folder=target).manifest.files
    assert sorted((each.storage, each.path) for each in files) == [
        ("default", "a.txt"),
        ("default", "empty"),
        ("default", "linked/d.txt"),
        ("default", "no-utf8-\udcff.txt"),
        ("records", "sub/b.pdf"),
    ]


def test_a_file_that_grows_while_it_is_read_is_taken_as_it_was_and_named(
    media, target, monkeypatch
):
    growing = media / "growing.log"
    growing.write_bytes(b"x" * 1000)
    monkeypatch.setattr(stored_files, "PAUSE", 0)
    fstat = os.fstat

    def grow(descriptor):
        found = fstat(descriptor)
        with growing.open("ab") as file:
            file.write(b"y")
        return found

    monkeypatch.setattr(stored_files.os, "fstat", grow)
    made = back_up(folder=target)
    assert [each.path for each in made.manifest.files] == ["growing.log"]
    assert ["growing.log" in note for note in made.notes] == [True]


def test_a_file_that_changed_once_is_read_again(media, target, monkeypatch):
    changing = media / "changing.txt"
    changing.write_text("before")
    monkeypatch.setattr(stored_files, "PAUSE", 0)
    fstat, changes = os.fstat, iter(["after!"])

    def change(descriptor):
        found = fstat(descriptor)
        for text in changes:
            changing.write_text(text)
            break
        return found

    monkeypatch.setattr(stored_files.os, "fstat", change)
    made = back_up(folder=target)
    assert made.notes == []
    with zipfile.ZipFile(made.path) as archive:
        assert archive.read("files/default/changing.txt") == b"after!"


def test_a_file_that_vanishes_while_it_is_read_is_left_out(media, target, monkeypatch):
    (media / "vanishing.txt").write_text("x")
    (media / "staying.txt").write_text("x")
    walk = making.walk

    def vanish(folder):
        for name in walk(folder):
            (folder / "vanishing.txt").unlink(missing_ok=True)
            yield name

    monkeypatch.setattr(making, "walk", vanish)
    assert [each.path for each in back_up(folder=target).manifest.files] == ["staying.txt"]


def test_a_document_of_record_that_the_site_lost_is_named(cast, records, target):
    design = make_design()
    lost, altered, kept = (
        ensure_pdf(certificate_id=issue(cast.lan, design, source=f"test:{n}").pk) for n in range(3)
    )
    (records / lost.pdf.name).unlink()
    (records / altered.pdf.name).write_bytes(b"%PDF-1.7 other")
    _out, err = said_by("back_up", str(target))
    assert err.splitlines() == [
        f"Missing on the site: {lost.pdf.name} of certificates.Certificate {lost.pk}",
        f"Not as it was issued: {altered.pdf.name} of certificates.Certificate {altered.pk}",
    ]
    assert str(kept.pdf.name) not in err


def test_what_was_written_is_read_back_before_it_gets_its_name(media, target, monkeypatch):
    (media / "a.txt").write_text("a" * 100_000)
    read_back = making._read_back

    def damaged(path, work):
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"damage")
        read_back(path, work)

    monkeypatch.setattr(making, "_read_back", damaged)
    with pytest.raises(BackupRefused):
        back_up(folder=target)
    assert list(target.iterdir()) == []


def test_rows_that_are_missing_in_the_copy_are_noticed(target, monkeypatch):
    look = making.engine_of_site().dump

    def more(self, path):
        snapshot = look(path)
        table = next(name for name in snapshot.counts if name.endswith("accounts_user"))
        snapshot.counts[table] += 1
        return snapshot

    monkeypatch.setattr(type(making.engine_of_site()), "dump", more)
    with pytest.raises(BackupRefused, match="accounts_user"):
        back_up(folder=target)
    assert list(target.iterdir()) == []


@on_sqlite
def test_the_database_is_the_one_that_the_address_names(cast, run, target, media, tmp_path):
    process = run("back_up", target)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert not (tmp_path / "lms.sqlite3").exists()
    (backup,) = target.iterdir()
    with zipfile.ZipFile(backup) as archive:
        archive.extract("database.sqlite3", tmp_path)
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as database:
        (people,) = database.execute("SELECT count(*) FROM accounts_user").fetchone()
    assert people == User.objects.count() > 0


@on_sqlite
@pytest.mark.parametrize("kind", ["missing", "empty", "foreign", "damaged"])
def test_what_is_no_database_of_a_site_is_refused(run, target, tmp_path, kind):
    path = tmp_path / "other.sqlite3"
    if kind == "empty":
        path.touch()
    elif kind == "foreign":
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE answer (text TEXT)")
    elif kind == "damaged":
        path.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    process = run("back_up", target, env={"DATABASE_URL": f"sqlite:///{path}"})
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, len(err.splitlines())) == (1, "", 1), err
    assert list(target.iterdir()) == []
    assert path.exists() is (kind != "missing")


def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(media, run, target):
    (media / "large.mp4").write_bytes(os.urandom(3_000_000))

    def at_most() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, 2_500_000))

    process = run("back_up", target, preexec_fn=at_most)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, len(err.splitlines())) == (1, "", 1), err
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("folder", ["missing", "among"])
def test_a_folder_that_cannot_hold_backups_is_refused(media, tmp_path, folder):
    place = tmp_path / "missing" if folder == "missing" else media / "sub"
    with pytest.raises(CommandError):
        said_by("back_up", str(place))
    assert not list(tmp_path.rglob("*.zip"))


def size_of(path: Path) -> int:
    """Return how long a file is; 0 when it is gone by now."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def kill_when_it_has_written(run, target, size: int) -> None:
    """Kill a backup once so many bytes of its archive are on the disk, or when it has ended."""
    process = run("back_up", target, start_new_session=True)
    while process.poll() is None:
        if sum(map(size_of, target.glob(".*/archive"))) > size:
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.communicate()


def test_a_killed_backup_leaves_nothing_that_looks_like_one(media, run, target):
    for number in range(20):
        (media / f"{number}.mp4").write_bytes(os.urandom(2_000_000))
    kill_when_it_has_written(run, target, 5_000_000)
    assert is_bare(target)
    assert any(target.iterdir())
    back_up(folder=target)
    assert [each.suffix for each in target.iterdir()] == [".zip"]


@pytest.mark.nightly
def test_whenever_it_is_killed_there_is_a_whole_backup_or_none(media, run, target):
    for number in range(20):
        (media / f"{number}.mp4").write_bytes(os.urandom(2_000_000))
    for step in range(20):
        kill_when_it_has_written(run, target, step * 2_200_000)
        for backup in target.glob("*.zip"):
            making._read_back(backup, target)
            (target / "read-back").unlink()
            backup.unlink()
        assert is_bare(target)


def test_a_backup_under_way_is_no_leftover_of_another(target):
    with making._partial(target) as work:
        back_up(folder=target)
        assert work.is_dir()


def test_the_last_ones_of_this_site_stay_and_no_stranger_is_removed(target, settings, media):
    newer = back_up(folder=target).path
    own = []
    for day in range(1, 5):
        own.append(newer.with_name(f"lms-2025010{day}-010000.zip"))
        own[-1].write_bytes(newer.read_bytes())
    foreign = newer.with_name("lms-20240101-010000.zip")
    foreign.write_bytes(b"of another program")
    settings.WAGTAILADMIN_BASE_URL = "https://khac.example"
    newer.unlink()
    other = back_up(folder=target).path
    other.rename(target / "lms-20230101-010000.zip")
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    made = back_up(folder=target, keep=3)
    assert made.removed == own[1::-1]
    assert sorted(each.name for each in target.iterdir()) == [
        "lms-20230101-010000.zip",
        foreign.name,
        own[2].name,
        own[3].name,
        made.path.name,
    ]


def test_a_backup_that_fails_removes_no_older_one(media, target, monkeypatch):
    older = target / "lms-20250101-010000.zip"
    older.write_bytes(back_up(folder=target).path.read_bytes())
    before = sorted(target.iterdir())

    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_sync", full)
    monkeypatch.setattr(making.timezone, "localtime", lambda _now: making.dt.datetime(2030, 1, 1))
    with pytest.raises(BackupRefused, match="No space left"):
        back_up(folder=target, keep=1)
    assert sorted(target.iterdir()) == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="programs of PostgreSQL")
def test_no_password_is_on_the_list_of_processes(target, media, run):
    """The programs are given it by their environment, which no other user can read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = 'hidden'")
        if not cursor.fetchall():
            cursor.execute("CREATE ROLE hidden SUPERUSER LOGIN PASSWORD 'mat-khau-kin'")
    user = f"{connection.settings_dict['USER']}@"
    url = database_url().replace(user, "hidden:mat-khau-kin@")
    seen: set[str] = set()
    process = run("back_up", target, env={"DATABASE_URL": url})
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            listed = subprocess.run(
                ["ps", "-eo", "args"], capture_output=True, text=True, check=True
            )
            seen.update(listed.stdout.splitlines())

    watcher = threading.Thread(target=watch)
    watcher.start()
    _out, err = process.communicate(timeout=120)
    ended.set()
    watcher.join()
    assert process.returncode == 0, err
    assert [line for line in seen if "pg_dump" in line]
    assert not [line for line in seen if "mat-khau-kin" in line]
