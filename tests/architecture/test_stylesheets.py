"""Stylesheets hold together: they parse, name tokens that are there, and leave colours to them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from tinycss2.color4 import parse_color

from tests.stylesheets import CSS, SHEETS, sheet_rules

ROOT = Path(__file__).resolve().parents[2]
TOKENS = CSS / "tokens.css"
# A reference to a place in a page and a character by its number look like colours.
HEXADECIMAL = re.compile(
    r"""(?<!&)(?<!href=["'])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b""", re.I
)
NO_COLOURS = {"transparent", "currentcolor"}

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)


def words(tokens: list[Any]) -> Iterator[Any]:
    """Return the single words of a value, those between brackets too."""
    for token in tokens:
        yield token
        yield from words(getattr(token, "arguments", None) or getattr(token, "content", None) or [])


@every_sheet
def test_every_rule_says_something_and_says_it_once(sheet: Path):
    for selectors, declarations in sheet_rules(sheet):
        assert declarations, f"{selectors} is empty"
        for declaration in declarations:
            assert declaration.type == "declaration", f"{selectors}: {declaration}"
        names = [declaration.name for declaration in declarations]
        assert len(names) == len(set(names)), f"{selectors} says something twice"


@every_sheet
def test_a_token_that_is_named_is_there(sheet: Path):
    named = set(re.findall(r"var\((--[\w-]+)", sheet.read_text(encoding="utf-8")))
    there = {
        declaration.name
        for source in (TOKENS, sheet)
        for _selectors, declarations in sheet_rules(source)
        for declaration in declarations
        if declaration.name.startswith("--")
    }
    assert named <= there


@every_sheet
def test_colours_are_decided_in_the_tokens_alone(sheet: Path):
    if sheet == TOKENS:
        return
    found = [
        f"{selectors}: {declaration.name}: {tinycss2.serialize([word])}"
        for selectors, declarations in sheet_rules(sheet)
        for declaration in declarations
        for word in words(declaration.value)
        if word.type in {"hash", "function", "ident"}
        and parse_color(word) is not None
        and tinycss2.serialize([word]).lower() not in NO_COLOURS
    ]
    assert not found


def test_no_template_script_or_module_names_a_colour_of_its_own():
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "lms" / "static" / "js").glob("*.js"),
        *(
            path
            for room in ("lms", "courses", "assessments", "certificates")
            for path in (ROOT / room).rglob("*.py")
        ),
    ]
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sources
        for match in HEXADECIMAL.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_drawings_use_the_colours_of_the_tokens():
    """Pictures are files of their own: no token reaches into them."""
    known = {long(colour) for colour in HEXADECIMAL.findall(TOKENS.read_text(encoding="utf-8"))}
    drawings = [*(ROOT / "lms" / "static" / "img").glob("*.svg")]
    used = {
        long(colour)
        for path in drawings
        for colour in HEXADECIMAL.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= known


def long(colour: str) -> str:
    """Return a colour with six digits: #fff is #ffffff."""
    digits = colour[1:].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def test_every_token_is_used():
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*SHEETS, *(ROOT / "templates").rglob("*.html"), *(ROOT / "lms").rglob("*.py")]
    ) + (ROOT / "certificates" / "rendering.py").read_text(encoding="utf-8")
    tokens = {
        declaration.name
        for _selectors, declarations in sheet_rules(TOKENS)
        for declaration in declarations
        if declaration.name.startswith("--")
    }
    charts = {f"--chart-{number}" for number in range(1, 5)}
    unused = {
        name
        for name in tokens - charts
        if f"var({name})" not in text and not re.search(rf"""["']{name[2:]}["']""", text)
    }
    assert not unused
