"""Templates, stylesheets and scripts: lines as long as .editorconfig says, wrappable texts."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    "*.html": sorted((ROOT / "templates").rglob("*.html")),
    "*.{css,js}": sorted(
        path for kind in ("css", "js") for path in (ROOT / "lms" / "static").rglob(f"*.{kind}")
    ),
}


def longest(pattern: str) -> int:
    """Return how many letters .editorconfig allows a line of such a file."""
    settings = ConfigParser()
    settings.read_string("[top]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    return settings.getint(pattern, "max_line_length")


@pytest.mark.parametrize("pattern", KINDS)
def test_no_line_is_longer_than_the_editors_are_told(pattern: str):
    limit = longest(pattern)
    assert 100 <= limit <= 120
    assert KINDS[pattern]
    too_long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in KINDS[pattern]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > limit
    ]
    assert not too_long


def test_a_text_to_translate_stays_the_same_however_its_lines_are_wrapped():
    untrimmed = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.*")
        if path.suffix in {".html", ".txt"}
        if re.search(r"{% blocktranslate(?! trimmed)", path.read_text(encoding="utf-8"))
    ]
    assert not untrimmed
