"""Drawings and documents take their colours from the site's tokens."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from lms.core.tokens import TOKENS, colour, on_paper
from lms.documents.charts import FILLS, Bar, Series, bar_chart


def values(part: str, name: str) -> list[str]:
    return re.findall(rf"--{name}: ([^;]+);", part)


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    """Return the tokens as they are written for daylight, the dark and print."""
    text = Path(str(finders.find(TOKENS))).read_text(encoding="utf-8")
    day, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    dark, print_ = dark.split("@media print")
    return {"day": day, "dark": dark, "print": print_}


@pytest.mark.parametrize("name", ["ink", "chart-1", "line-strong", "document-gold", "masthead"])
def test_a_colour_is_that_of_daylight(parts: dict[str, str], name: str):
    assert [colour(name)] == values(parts["day"], name)[:1]
    assert re.fullmatch("#[0-9a-f]{6}", colour(name))


def test_a_colour_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="no-such-token"):
        colour("no-such-token")


def test_documents_get_the_tokens_of_paper(parts: dict[str, str]):
    rule = on_paper()
    assert values(rule, "ink") == values(rule, "heading") == ["#000000"]
    for name in ("heat-0", "on-heat-5", "document-title"):
        assert values(rule, name) == values(parts["day"], name)


def test_the_dark_leaves_documents_as_they_are(parts: dict[str, str]):
    assert values(parts["day"], r"document-\w+")
    assert values(parts["dark"], r"document-\w+") == values(parts["print"], r"document-\w+") == []


@pytest.mark.parametrize("fill", FILLS)
def test_what_a_chart_prints_has_the_colour_of_what_it_shows(parts: dict[str, str], fill: str):
    chart = bar_chart([Bar("A", (1,), "1")], [Series("n", fill)])
    sheet = Path(str(finders.find("css/components/chart.css"))).read_text(encoding="utf-8")
    found = re.search(rf"\.chart-fill-{fill} {{\s*fill: var\(--([\w-]+)\);", sheet)
    assert found is not None
    assert chart.lines[0].boxes[0].colour == colour(found[1])
