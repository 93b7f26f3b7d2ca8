"""The notes for an upgrade name what there was and what there is."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.library_scan import found

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTES = {
    language: (DOCS / language / "upgrading.md").read_text(encoding="utf-8")
    for language in ("en", "vi")
}
ROW = re.compile(r"^\| (`lms\.core[^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAME = re.compile(r"`(lms\.[\w.]+)`")
EACH = pytest.mark.parametrize("language", NOTES)


@EACH
def test_former_names_are_gone_and_those_of_now_are_there(language) -> None:
    rows = ROW.findall(NOTES[language])
    assert len(rows) >= 10
    for former, now in rows:
        assert not [name for name in NAME.findall(former) if found(name)]
        assert [name for name in NAME.findall(now) if not found(name)] == []


@EACH
def test_every_other_name_is_there(language) -> None:
    rest = ROW.sub("", NOTES[language])
    # Settings are only read where they are in use.
    names = [name for name in NAME.findall(rest) if not name.startswith("lms.settings.")]
    assert len(names) > 5
    assert [name for name in names if not found(name)] == []


@EACH
def test_what_is_to_be_taken_out_is_out(language) -> None:
    (line,) = re.findall(r"^.*`django_htmx`.*$", NOTES[language], re.MULTILINE)
    apps = re.findall(r"`((?:django|wagtail)[\w.]+)`", line)
    assert len(apps) == 5
    assert not set(apps) & set(settings.INSTALLED_APPS)


@EACH
def test_every_file_is_there(language) -> None:
    files = re.findall(r"`((?:deploy|docs)/[^`\n]+)`", NOTES[language])
    assert len(files) > 5
    assert [name for name in files if not (DOCS.parent / name).is_file()] == []


def test_both_languages_name_the_same() -> None:
    english, vietnamese = (set(re.findall(r"`([^`\n]+)`", NOTES[each])) for each in ("en", "vi"))
    assert {n.replace("/en/", "/vi/") for n in english} == vietnamese
