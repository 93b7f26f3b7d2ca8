"""The page about the house names what is there: rooms, functions, files."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.library_scan import OURS, found

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    language: (ROOT / "docs" / language / "architecture.md").read_text(encoding="utf-8")
    for language in ("en", "vi")
}
CODE = re.compile(r"`([^`\n]+)`")
# Names of files that every room may have.
OF_ANY_ROOM = {"apps.py", "exceptions.py", "services.py", "tasks.py", "wagtail_hooks.py"}
EACH = pytest.mark.parametrize("language", PAGES)


def named(language: str) -> set[str]:
    return set(CODE.findall(PAGES[language]))


@EACH
def test_every_function_and_class_is_there(language) -> None:
    names = {n for n in named(language) if re.fullmatch(r"\w+(\.\w+)+", n) and "/" not in n}
    names = {n for n in names if n.split(".")[0] in OURS}
    assert len(names) > 45
    assert sorted(n for n in names if not found(n)) == []


@EACH
def test_every_file_is_there(language) -> None:
    paths = {n for n in named(language) if "/" in n or n in {"pyproject.toml"}}
    assert len(paths) > 60
    plain = {re.sub(r"/<\w+>.*", "", path) for path in paths}
    assert sorted(p for p in plain if not (ROOT / p).exists() and p != "management/commands") == []


@EACH
def test_every_other_name_of_a_file_is_one_that_rooms_have(language) -> None:
    names = {n for n in named(language) if re.fullmatch(r"\w+\.py", n)}
    assert names <= OF_ANY_ROOM


@EACH
def test_every_room_is_named_in_the_order_of_the_ladder(language) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ladder, *_others) = settings["tool"]["importlinter"]["contracts"]
    rooms = [
        room.strip().replace(".", "/")
        for layer in ladder["layers"]
        if not layer.startswith("(")
        for room in layer.split("|")
    ]
    table = re.findall(r"^\| (`[^|]+) \|", PAGES[language], re.MULTILINE)
    assert [room for row in table[: len(rooms)] for room in CODE.findall(row)][
        : len(rooms)
    ] == rooms


@EACH
def test_every_folder_of_the_assessments_is_named_in_its_order(language) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    inner = settings["tool"]["importlinter"]["contracts"][1]["layers"]
    folders = [layer for layer in inner if (ROOT / "assessments" / layer / "__init__.py").exists()]
    folders.remove("models")
    (line,) = re.findall(r"^.*`assessments/taking`.*$", PAGES[language], re.MULTILINE)
    assert [n.split("/")[1] for n in CODE.findall(line) if n.count("/") == 1][
        : len(folders)
    ] == folders


def test_both_languages_name_the_same() -> None:
    english, vietnamese = named("en"), named("vi")
    assert {n.replace("docs/en/", "docs/vi/") for n in english} == vietnamese
