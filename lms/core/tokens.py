"""The values of `css/tokens.css`, for drawings and documents out of the reach of stylesheets."""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

TOKENS = "css/tokens.css"
_RULE = re.compile(r"^(?:@media (?P<medium>[^{]+) \{\n\s*)?:root \{(?P<body>[^}]*)\}", re.MULTILINE)
_VALUE = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")


def colour(name: str) -> str:
    """Return a colour as "#rrggbb", as it is in daylight. Raises KeyError for a name not there."""
    return _values("")[name]


def on_paper() -> str:
    """Return a rule that gives a document in print all tokens, as they are in print."""
    values = {**_values(""), **_values("print")}
    return ":root {" + "".join(f"--{name}: {value};" for name, value in values.items()) + "}"


@lru_cache(maxsize=2)
def _values(medium: str) -> dict[str, str]:
    text = Path(str(finders.find(TOKENS))).read_text(encoding="utf-8")
    rules = {rule["medium"] or "": rule["body"] for rule in _RULE.finditer(text)}
    return {found["name"]: found["value"] for found in _VALUE.finditer(rules[medium])}
