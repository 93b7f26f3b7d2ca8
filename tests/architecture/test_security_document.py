"""What the document for auditors says is tested is tested, under the number it gives."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DOCUMENTS = {
    language: TESTS.parent / "docs" / language / "security.md" for language in ("en", "vi")
}
ATTACKS = range(1, 67)
ROW = re.compile(r"^\| (\d+) \|[^|]+\| (?:`([\w/.]+)`|–) \| [^|]+ \|$", re.MULTILINE)


def modules_of(language: str) -> dict[int, str]:
    """Return the test module that a document names for each attack, empty where it has none."""
    rows = ROW.findall(DOCUMENTS[language].read_text(encoding="utf-8"))
    assert [int(number) for number, _module in rows] == list(ATTACKS)
    return {int(number): module for number, module in rows}


def attacks_in(module: Path) -> set[int]:
    """Return the numbers in the names of a module's tests: test_attack_37_45_… has two."""
    names = re.findall(r"def test_attack_((?:\d+_)+)", module.read_text(encoding="utf-8"))
    return {int(number) for name in names for number in name.strip("_").split("_")}


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_module_tries_the_attack_it_is_named_for(language) -> None:
    named = {number: module for number, module in modules_of(language).items() if module}
    assert len(named) > 45
    assert [n for n, module in named.items() if n not in attacks_in(TESTS / module)] == []


@pytest.mark.parametrize("language", DOCUMENTS)
def test_no_attack_that_is_tried_is_called_missing(language) -> None:
    tried = set().union(*(attacks_in(module) for module in TESTS.rglob("test_*.py")))
    missing = {number for number, module in modules_of(language).items() if not module}
    assert tried & missing == set()
    assert tried <= set(ATTACKS)


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_file_of_the_promises_exists(language) -> None:
    text = DOCUMENTS[language].read_text(encoding="utf-8")
    paths = re.findall(r"`([a-z_]+/[\w/]+\.py)`", text)
    assert [path for path in paths if not (TESTS / path).is_file()] == []


def test_both_languages_say_the_same() -> None:
    assert modules_of("en") == modules_of("vi")
