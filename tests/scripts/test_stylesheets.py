"""Chromium understands every declaration, and the joined stylesheet as it does the single ones."""

from collections.abc import Callable
from typing import Any

import pytest
import tinycss2

from lms.web.stylesheets import SITE, imported, join
from tests.stylesheets import CSS, SHEETS, sheet_rules

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
UNKNOWN = "all => all.filter(([name, value]) => !CSS.supports(name, value))"
# Every rule as Chromium writes it, below what holds it.
READ = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const read = (rule, around) =>
    rule.conditionText === undefined
      ? [`${around} ${rule.cssText}`]
      : [...rule.cssRules].flatMap((inner) => read(inner, `${around} ${rule.conditionText}`));
  return [...sheet.cssRules].flatMap((rule) => read(rule, ""));
}"""


def read(name: str) -> str:
    return (CSS.parent / name).read_text(encoding="utf-8")


def test_chromium_knows_every_property_and_its_value(run: Run):
    declarations = [
        [declaration.name, tinycss2.serialize(declaration.value).strip(), sheet.name, selectors]
        for sheet in SHEETS
        for selectors, declarations in sheet_rules(sheet)
        for declaration in declarations
    ]
    assert run(UNKNOWN, declarations) == []


def test_the_joined_stylesheet_says_what_the_single_ones_say(run: Run):
    *names, paper = imported(read(SITE))
    single = [rule for name in names for rule in run(READ, read(name))]
    printed = [f" print{rule}" for rule in run(READ, read(paper))]
    assert run(READ, join(read(SITE), read)) == single + printed
    assert any("prefers-color-scheme: dark" in rule for rule in single)
    assert any("@page" in rule for rule in printed)
