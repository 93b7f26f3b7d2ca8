"""A restore puts everything back, or leaves everything as it was."""

import io
import json
import os
import signal
import sqlite3
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from lms.accounts.models import User
from lms.backups import restoring
from lms.backups.exceptions import BackupRefused
from lms.backups.making import back_up
from lms.backups.restoring import restore
from tests.backups.conftest import database_url

pytestmark = pytest.mark.usefixtures("db", "media")


@pytest.fixture
def backup(cast, media, target) -> Path:
    """Made when Lan was in the register and one picture in the library."""
    (media / "sub" / "picture.png").write_bytes(b"picture")
    return back_up(folder=target).path


@pytest.fixture
def changed(backup, cast, media) -> None:
    """Change the site after its backup."""
    User.objects.filter(pk=cast.lan.pk).update(full_name="Tên khác")
    (media / "sub" / "picture.png").unlink()
    (media / "later.txt").write_text("later")


def is_changed(cast, media) -> bool:
    return (
        User.objects.get(pk=cast.lan.pk).full_name == "Tên khác"
        and (media / "later.txt").read_text() == "later"
        and not (media / "sub" / "picture.png").exists()
        and not list(media.glob(".*"))
    )


def rewritten(path: Path, change) -> Path:
    """Return a copy of an archive whose members (by name) `change` has been at."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    if "manifest.json" in members:
        members["manifest.json"] = json.dumps(manifest).encode()
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def test_the_site_is_as_it_was(cast, media, backup, changed):
    restored = restore(path=backup, replace=True)
    assert User.objects.get(pk=cast.lan.pk).full_name == cast.lan.full_name
    assert (media / "sub" / "picture.png").read_bytes() == b"picture"
    assert not (media / "later.txt").exists()
    (before,) = restored.before
    assert (before / "later.txt").read_text() == "later"
    assert [each.name for each in media.glob(".*")] == [before.name]


def test_what_was_restored_can_be_written_to(cast, backup, changed):
    restore(path=backup, replace=True)
    made = User.objects.create_user("MOI", "Người Mới")
    assert User.objects.get(official_code="MOI").pk == made.pk


def test_a_site_that_holds_data_is_left_alone(cast, media, backup, changed):
    with pytest.raises(BackupRefused, match="--replace"), translation.override("en"):
        restore(path=backup)
    assert is_changed(cast, media)


def test_a_site_that_holds_nothing_is_filled(cast, media, backup, run, tmp_path):
    own = {"LMS_VAR_DIR": str(tmp_path / "new")}
    if connection.vendor == "sqlite":
        own["DATABASE_URL"] = f"sqlite:///{tmp_path}/elsewhere/new.sqlite3"
    else:
        own["DATABASE_URL"] = new_database("khac", "mật:khẩu@/")
    process = run("restore", backup, env=own)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert (tmp_path / "new" / "media" / "sub" / "picture.png").read_bytes() == b"picture"
    again = tmp_path / "again"
    again.mkdir()
    process = run("back_up", again, env=own)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    with zipfile.ZipFile(backup) as one, zipfile.ZipFile(next(again.iterdir())) as two:
        first, second = (json.loads(each.read("manifest.json")) for each in (one, two))
    assert first["counts"] == second["counts"]
    assert first["files"] == second["files"]


def new_database(name: str, password: str) -> str:
    """Return the address of an empty database whose owner may do nothing besides."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"DROP ROLE IF EXISTS {name}")
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        cursor.execute(f"CREATE DATABASE {name} OWNER {name} TEMPLATE template0")
    host = urlsplit(database_url()).netloc.rpartition("@")[2]
    return f"postgres://{name}:{quote(password, safe='')}@{host}/{name}"


@pytest.mark.parametrize("length", [0, 20, 0.3, 0.9, -1])
def test_a_truncated_archive_is_refused(cast, media, backup, changed, length):
    content = backup.read_bytes()
    size = int(len(content) * length) if 0 < length < 1 else length
    backup.write_bytes(content[: int(size)])
    with pytest.raises(BackupRefused):
        restore(path=backup, replace=True)
    assert is_changed(cast, media)


def other_content(members, manifest):
    members["files/default/sub/picture.png"] = b"PICTURE"


def longer_content(members, manifest):
    members["files/default/sub/picture.png"] += b"."


def other_database(members, manifest):
    (name,) = (name for name in members if name.startswith("database"))
    members[name] = members[name][:-100] + bytes(100)


def a_member_more(members, manifest):
    members["files/default/more.txt"] = b"more"


def a_member_less(members, manifest):
    del members["files/default/sub/picture.png"]


def no_manifest(members, manifest):
    del members["manifest.json"]


def foreign_manifest(members, manifest):
    manifest["format"] = "another"


def newer_format(members, manifest):
    manifest["version"] = 99


def no_counts(members, manifest):
    del manifest["counts"]


def more_rows_than_there_are(members, manifest):
    table = next(name for name in manifest["counts"] if name.endswith("accounts_user"))
    manifest["counts"][table] += 1


def newer_migration(members, manifest):
    manifest["migrations"].append(["accounts", "0999_from_the_future"])


def app_of_a_newer_version(members, manifest):
    manifest["migrations"].append(["hologram", "0001_initial"])


def another_engine(members, manifest):
    manifest["engine"] = "oracle"


def another_storage(members, manifest):
    manifest["files"][0]["storage"] = "cloud"


def the_same_place_twice(members, manifest):
    manifest["files"].append({**manifest["files"][0], "member": "files/default/twice"})
    members["files/default/twice"] = b"picture"


CHANGES = [
    other_content,
    longer_content,
    other_database,
    a_member_more,
    a_member_less,
    no_manifest,
    foreign_manifest,
    newer_format,
    no_counts,
    more_rows_than_there_are,
    newer_migration,
    app_of_a_newer_version,
    another_engine,
    another_storage,
    the_same_place_twice,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_archive_that_was_altered_or_does_not_fit_is_refused(
    cast, media, backup, changed, change
):
    with pytest.raises(BackupRefused):
        restore(path=rewritten(backup, change), replace=True)
    assert is_changed(cast, media)


def test_an_archive_that_was_only_packed_anew_is_taken(cast, media, backup, changed):
    restore(path=rewritten(backup, lambda members, manifest: None), replace=True)
    assert User.objects.get(pk=cast.lan.pk).full_name == cast.lan.full_name


def test_apps_that_earlier_versions_had_installed_are_no_newer_version(backup, changed):
    def earlier(members, manifest):
        manifest["migrations"].append(["wagtailforms", "0001_initial"])

    assert restore(path=rewritten(backup, earlier), replace=True).manifest.files


@pytest.mark.parametrize(
    "path", ["../out.txt", "/etc/out.txt", "sub/../../out.txt", "a//b", "./a", "", "..", "a\x00b"]
)
def test_attack_53_a_file_that_leads_out_of_its_folder_is_refused(
    cast, media, backup, changed, path
):
    def lead_out(members, manifest):
        manifest["files"][0]["path"] = path

    with pytest.raises(BackupRefused):
        restore(path=rewritten(backup, lead_out), replace=True)
    assert is_changed(cast, media)
    assert not list(media.parent.rglob("out.txt"))


def test_attack_53_what_lies_behind_a_link_of_the_library_stays(media, backup, changed, tmp_path):
    """A link where the archive has a folder is moved aside with the former files."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (media / "sub").rmdir()
    (media / "sub").symlink_to(outside)
    restore(path=backup, replace=True)
    assert list(outside.iterdir()) == []
    assert (media / "sub" / "picture.png").read_bytes() == b"picture"


@pytest.mark.parametrize("what", ["missing", "a folder", "text"])
def test_what_is_no_archive_is_said_in_one_line(media, tmp_path, what):
    path = tmp_path / "that.zip"
    if what == "a folder":
        path.mkdir()
    elif what == "text":
        path.write_text("no archive")
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(path), stdout=io.StringIO())
    assert len(str(refusal.value).splitlines()) == 1


def test_a_restore_says_what_to_do_next(cast, backup, changed):
    out = io.StringIO()
    with translation.override("en"):
        call_command("restore", str(backup), replace=True, stdout=out)
    first, files, then = out.getvalue().splitlines()
    assert first.startswith("Restored to 20")
    assert ".before-restore-" in files
    assert "manage.py migrate" in then


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is counted before")
def test_a_failure_while_the_database_is_filled_changes_nothing(
    cast, media, backup, changed, monkeypatch
):
    engine = type(restoring.engine_of_site())
    monkeypatch.setattr(engine, "check", lambda *_given: None)
    with pytest.raises(BackupRefused):
        restore(path=rewritten(backup, more_rows_than_there_are), replace=True)
    assert is_changed(cast, media)


def test_a_full_disk_while_files_are_unpacked_changes_nothing(
    cast, media, backup, changed, monkeypatch
):
    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "extract", full)
    with pytest.raises(BackupRefused, match="No space left"):
        restore(path=backup, replace=True)
    assert is_changed(cast, media)


def unpacked(media: Path) -> int:
    """Return how many bytes a restore that is under way has unpacked so far."""
    sizes = []
    with suppress(FileNotFoundError):
        for path in media.glob(".restoring-*/*"):
            sizes.append(path.stat().st_size)
    return sum(sizes)


@pytest.mark.nightly
def test_a_killed_restore_is_done_again(cast, media, target, run):
    for number in range(20):
        (media / f"{number}.mp4").write_bytes(os.urandom(1_000_000))
    backup = back_up(folder=target).path
    for step in range(10):
        process = run("restore", backup, "--replace", start_new_session=True)
        while process.poll() is None and unpacked(media) <= step * 2_000_000:
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        connection.close()
        assert User.objects.get(pk=cast.lan.pk).full_name == cast.lan.full_name
    restore(path=backup, replace=True)
    assert len(list(media.glob("*.mp4"))) == 20
    assert not list(media.glob(".restoring-*"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")
def test_a_damaged_database_is_put_aside_and_replaced(cast, backup, run, tmp_path):
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    process = run("restore", backup, "--replace", env={"DATABASE_URL": f"sqlite:///{path}"})
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    (aside,) = tmp_path.glob("damaged.sqlite3.before-restore-*")
    assert aside.read_bytes().endswith(b"x" * 5000)
    assert path.stat().st_size > 100_000


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")
def test_whoever_has_the_database_open_reads_what_was_restored(cast, backup, changed):
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        name = "SELECT full_name FROM accounts_user WHERE official_code = ?"
        assert reader.execute(name, [cast.lan.official_code]).fetchone() == ("Tên khác",)
        restore(path=backup, replace=True)
        found = reader.execute(name, [cast.lan.official_code]).fetchone()
    assert found == (cast.lan.full_name,)
