"""The demonstration collects its static files once, and again when one has changed."""

from pathlib import Path

import pytest

from lms.demo.static_files import collect_when_changed


@pytest.fixture
def sources(tmp_path: Path, settings) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "first.txt").write_text("one", encoding="utf-8")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = str(tmp_path / "collected")
    return folder


def collected(sources: Path) -> dict[str, str]:
    root = sources.parent / "collected"
    return {p.name: p.read_text(encoding="utf-8") for p in root.iterdir() if p.suffix == ".txt"}


def test_what_is_collected_already_is_not_collected_again(sources):
    assert collect_when_changed() is True
    assert collected(sources) == {"first.txt": "one"}
    assert collect_when_changed() is False


def test_a_file_written_anew_added_or_removed_is_collected(sources):
    collect_when_changed()
    (sources / "first.txt").write_text("another", encoding="utf-8")
    (sources / "second.txt").write_text("two", encoding="utf-8")
    assert collect_when_changed() is True
    assert collected(sources) == {"first.txt": "another", "second.txt": "two"}
    (sources / "second.txt").unlink()
    assert collect_when_changed() is True
    assert collected(sources) == {"first.txt": "another"}


def test_a_collection_that_broke_off_is_done_again(sources, monkeypatch):
    def fails(*args: object, **options: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("lms.demo.static_files.call_command", fails)
    with pytest.raises(OSError, match="disk full"):
        collect_when_changed()
    monkeypatch.undo()
    assert collect_when_changed() is True
    assert collected(sources) == {"first.txt": "one"}
