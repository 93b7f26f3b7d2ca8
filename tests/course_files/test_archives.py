"""The ZIP of a course is looked at before it is unpacked, and counted while it is."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from lms.course_files import archives
from lms.course_files.archives import ArchiveRefused, pack_course, unpack_course

COURSE = ("course.md", b"---\ntitle: A\n---\n")


def packed(*entries: tuple[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compress) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = compress
            archive.writestr(info, content)
    data.seek(0)
    return data


def refusal(archive: io.BytesIO, target: Path) -> list[str]:
    """Return why an archive is refused, and see that nothing was written outside the folder."""
    folder = target / "in" / "here"
    folder.mkdir(parents=True)
    with pytest.raises(ArchiveRefused) as refused:
        unpack_course(archive, folder)
    assert [path for path in target.rglob("*") if path.is_file()] == []
    return refused.value.complaints


@pytest.mark.parametrize(
    "name",
    [
        "../course.md",
        "a/../../b.md",
        "a/./b.md",
        "a//b.md",
        "/etc/b.md",
        "C:/b.md",
        "C:\\b.md",
        "..\\b.md",
        "\\\\server\\share\\b.md",
        "//server/share/b.md",
        "a:b.md",
        "con.md",
        "a/NUL",
        "com1.txt.md",
        "aux /b.md",
        "a /b.md",
        "b.md.",
        ".htaccess",
        "a/.git/b.md",
        "a\x01b.md",
        "a\u202eb.md",
        "a\u200bb.md",
        "a*b.md",
        f"{'a' * 300}.md",
        "1/2/3/4/5/6/7.md",
    ],
)
def test_attack_47_a_name_that_is_no_plain_path_is_refused(tmp_path, name):
    (complaint,) = refusal(packed(COURSE, (name, b"x")), tmp_path)
    assert "this is no plain name of a file below the folder of the course" in complaint


def test_attack_47_a_nul_in_a_name_is_refused(tmp_path):
    data = packed(COURSE, ("aXb.md", b"x")).getvalue().replace(b"aXb.md", b"a\0b.md")
    assert len(refusal(io.BytesIO(data), tmp_path)) == 1


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFBLK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR]
)
def test_attack_47_links_and_devices_are_refused(tmp_path, kind):
    info = zipfile.ZipInfo("link.md")
    info.external_attr = (kind | 0o777) << 16
    data = packed(COURSE)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "link.md: links and devices are not taken" in refusal(data, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.md", "a.md"),
        ("a.md", "A.MD"),
        ("Bài.md", "Ba\u0300i.md"),
        ("a.md", "\uff41.md"),
        ("straße.md", "STRASSE.md"),
        ("a.md", "a.md/b.md"),
    ],
)
def test_attack_47_two_files_of_one_name_are_refused(tmp_path, one, other):
    assert len(refusal(packed(COURSE, (one, b"x"), (other, b"y")), tmp_path)) == 1


def test_attack_47_everything_that_is_wrong_is_said_at_once(tmp_path):
    archive = packed(COURSE, ("../a.md", b""), ("b.php", b""), ("C.md", b""), ("c.md", b""))
    assert len(refusal(archive, tmp_path)) == 3


def test_attack_48_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_unpack", None)
    bomb = packed(COURSE, ("a.txt", b"\0" * (30 * 1024 * 1024)))
    assert len(bomb.getvalue()) < 100_000
    (complaint,) = refusal(bomb, tmp_path)
    assert "unpacked, the archive is larger" in complaint


def test_attack_48_the_quota_holds_for_all_files_together(tmp_path, settings):
    settings.LMS_COURSE_ARCHIVE_MAX_SIZE = 10_000
    entries = [(f"{n}.txt", bytes(6_000)) for n in range(2)]
    archive = packed(COURSE, *entries, compress=zipfile.ZIP_STORED)
    assert len(refusal(archive, tmp_path)) == 1


def test_attack_48_a_size_that_is_a_lie_ends_the_unpacking(tmp_path, settings):
    settings.LMS_COURSE_ARCHIVE_MAX_SIZE = 100_000
    honest = packed(("a.txt", b"\0" * 1_000_000), COURSE).getvalue()
    lying = honest.replace(struct.pack("<L", 1_000_000), struct.pack("<L", 1_000))
    assert lying != honest
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(ArchiveRefused):
        unpack_course(io.BytesIO(lying), folder)
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 300_000


def test_attack_48_too_many_entries_are_refused(tmp_path):
    archive = packed(COURSE, *((f"{number}.md", b"") for number in range(archives.MOST_ENTRIES)))
    (complaint,) = refusal(archive, tmp_path)
    assert "2001 files" in complaint


def test_attack_48_an_archive_inside_stays_a_file(tmp_path):
    inner = packed(("../evil.md", b"x"), ("b.md", b"\0" * 1_000_000)).getvalue()
    unpack_course(packed(COURSE, ("files/inner.zip", inner)), tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "course.md",
        "inner.zip",
    ]


def test_attack_48_no_room_on_the_server_is_said_before_unpacking(tmp_path, settings):
    settings.LMS_LEAST_FREE_MB = 10**9
    assert refusal(packed(COURSE), tmp_path) == [
        "there is not enough room on the server: tell the operator"
    ]


@pytest.mark.parametrize(
    "name",
    ["a.php", "a.py", "a.html", "a.js", "a.exe", "a.phtml", "a.PHP", "a.md.php", "a", "a.htm"],
)
def test_attack_49_files_of_other_kinds_are_refused(tmp_path, name):
    assert refusal(packed(COURSE, (name, b"x")), tmp_path) == [
        f"{name}: files of this kind are not taken"
    ]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 60, b"<html>", b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path, data):
    assert refusal(io.BytesIO(data), tmp_path) == [
        "the file is damaged, encrypted or no ZIP archive"
    ]


def test_a_damaged_or_encrypted_archive_is_refused(tmp_path):
    data = bytearray(packed(COURSE, compress=zipfile.ZIP_STORED).getvalue())
    data[45] ^= 0xFF
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(ArchiveRefused):
        unpack_course(io.BytesIO(bytes(data)), folder)


def test_a_course_may_lie_in_one_folder_and_leftovers_of_systems_do_no_harm(tmp_path):
    archive = packed(
        ("khoa/course.md", COURSE[1]), ("__MACOSX/khoa/._course.md", b"x"), ("khoa/.DS_Store", b"x")
    )
    assert unpack_course(archive, tmp_path) == tmp_path / "khoa"


def test_an_archive_without_a_course_is_refused(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(ArchiveRefused, match=r"no course\.md"):
        unpack_course(packed(("a.md", b"x")), folder)


def test_a_folder_packed_twice_gives_the_same_bytes(tmp_path):
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "b.png").write_bytes(b"y")
    first, second = io.BytesIO(), io.BytesIO()
    pack_course(tmp_path, first)
    pack_course(tmp_path, second)
    assert first.getvalue() == second.getvalue()
