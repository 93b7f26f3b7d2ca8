"""One word per thing: the glossary of docs/glossary.md held against the catalogues."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings


@dataclass(frozen=True)
class Term:
    """An English term and the Vietnamese ones that may stand for it, in lower case."""

    english: str
    vietnamese: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"\b{re.escape(self.english)}(?:s|es)?\b", re.IGNORECASE)


def read_glossary() -> list[Term]:
    """Return the terms of docs/glossary.md: table rows of English | Vietnamese | also allowed."""
    path = Path(settings.BASE_DIR) / "docs" / "glossary.md"
    terms = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if (
            not line.startswith("|")
            or len(cells) < 3
            or cells[0] in {"English", ""}
            or "---" in line
        ):
            continue
        vietnamese = [cells[1], *cells[2].split(",")]
        words = tuple(word.strip().casefold() for word in vietnamese if word.strip())
        terms.append(Term(cells[0].casefold(), words))
    # A longer term speaks for the shorter ones inside it.
    return sorted(terms, key=lambda term: -len(term.english))


def glossary_problems(catalogue: polib.POFile, glossary: list[Term]) -> Iterator[str]:
    """Yield each translation that does not use the glossary's word for a term of its source."""
    for entry in catalogue:
        if entry.obsolete or not entry.translated():
            continue
        source = _words(entry.msgid)
        text = (entry.msgstr or " ".join(entry.msgstr_plural.values())).casefold()
        for term in glossary:
            if term.pattern.search(source):
                source = term.pattern.sub(" ", source)
                if not any(word in text for word in term.vietnamese):
                    yield f"glossary: {term.english!r} is {term.vietnamese[0]!r} in {entry.msgid!r}"


def _words(text: str) -> str:
    """Return the text without placeholders and tags, which are no words."""
    return re.sub(r"%\(\w+\)[a-z]|\{\w*\}|<[^>]*>|https?://\S+", " ", text)
