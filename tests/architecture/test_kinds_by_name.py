"""A kind of question is known by name in its four places and nowhere else."""

import re
from pathlib import Path

import pytest

from assessments.question_types import QUESTION_TYPES

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates")
REGISTRY = ROOT / "assessments" / "question_types" / "__init__.py"
# History: what stood in the database before migrations were written without the kinds.
FIRST_MIGRATION = ROOT / "assessments" / "migrations" / "0001_initial.py"
# How a keyboard is asked for digits; no kind is meant.
KEYBOARD = re.compile(r"""inputmode["']?[:=]\s*["']\w+["']""")


def sources() -> list[Path]:
    """Return the code of the product: Python, templates and scripts."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    found += (ROOT / "templates").rglob("*.html")
    found += (ROOT / "lms" / "static").rglob("*.js")
    return [path for path in found if path not in (REGISTRY, FIRST_MIGRATION)]


def names_of(kind: str) -> re.Pattern[str]:
    """Match the kind as a string, a key, an attribute, a module or a class.

    A kind called by a common word is matched only where it cannot be that word.
    """
    question_type = QUESTION_TYPES[kind]
    classes = [type(question_type).__name__, question_type.block.__name__]
    as_word = [rf"\b{kind}\b"] if "_" in kind else []
    as_code = [
        rf"""["']{kind}["']""",
        rf"\bkind\b.*\b{kind}\b",
        rf"^\s*{kind}\s*:\s*\S",
        rf"question_types(\.| import.*\b){kind}\b",
        rf"question_types/{kind}\b",
    ]
    as_class = [rf"\b{name}\b(?! )" for name in classes]
    return re.compile("|".join([*as_word, *as_code, *as_class]), re.MULTILINE)


def is_its_own(path: Path, kind: str) -> bool:
    return path.parent.name == "question_types" and path.stem in (kind, f"{kind}_widget")


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_only_its_own_files_and_the_registry_name_a_kind(kind) -> None:
    pattern = names_of(kind)
    found = []
    for path in sources():
        text = KEYBOARD.sub("", path.read_text(encoding="utf-8"))
        if not is_its_own(path, kind) and (hit := pattern.search(text)):
            found.append(f"{path.relative_to(ROOT)}: {hit[0].strip()}")
    assert found == []


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@pytest.mark.parametrize(
    "line",
    [
        'if question.kind == "{kind}":',
        "  {kind}: read,",
        "case '{kind}':",
        '<fieldset data-kind="{kind}">',
        "{{% if question.kind == '{kind}' %}}",
        "from assessments.question_types.{kind} import right_id",
        "from assessments.question_types import base, {kind}",
        '{{% include "assessments/question_types/{kind}.html" %}}',
        "isinstance(question_type, {name})",
    ],
)
def test_the_search_finds_a_kind_however_it_is_named(kind, line) -> None:
    name = type(QUESTION_TYPES[kind]).__name__
    assert names_of(kind).search(line.format(kind=kind, name=name))
