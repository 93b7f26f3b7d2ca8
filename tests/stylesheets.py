"""The site's stylesheets, read rule by rule."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

CSS = Path(__file__).resolve().parents[1] / "lms" / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))


def rules(nodes: list[Any]) -> Iterator[Any]:
    """Return the rules with declarations, those inside of others too."""
    for node in nodes:
        assert node.type != "error", node.message
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.at_keyword in {"media", "supports"}:
            yield from rules(tinycss2.parse_rule_list(node.content, True, True))


def sheet_rules(sheet: Path) -> list[tuple[str, list[Any]]]:
    """Return the selectors of each rule with its declarations."""
    text = sheet.read_text(encoding="utf-8")
    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [
        (
            tinycss2.serialize(rule.prelude).strip(),
            tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True),
        )
        for rule in rules(parsed)
    ]
