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


@dataclass(frozen=True)
class GivenUp:
    """A Vietnamese word that is no longer used, and the expressions it may stand in, lower case."""

    word: str
    instead: str
    allowed: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Say whether a text uses the word, however it is broken into lines."""
        plain = " ".join(text.casefold().split())
        for expression in self.allowed:
            plain = plain.replace(expression, " ")
        return re.search(rf"(?<!\w){re.escape(self.word)}(?!\w)", plain) is not None


def read_glossary() -> list[Term]:
    """Return the terms of docs/glossary.md: table rows of English | Vietnamese | also allowed."""
    terms = [
        Term(english, (vietnamese, *_words_of(allowed)))
        for english, vietnamese, allowed in _rows("English")
    ]
    # A longer term speaks for the shorter ones inside it.
    return sorted(terms, key=lambda term: -len(term.english))


def read_given_up() -> list[GivenUp]:
    """Return the words of docs/glossary.md that were given up, in its order."""
    return [
        GivenUp(word, instead, tuple(_words_of(allowed)))
        for word, instead, allowed in _rows("Given up")
    ]


def given_up_problems(catalogue: polib.POFile, words: list[GivenUp]) -> Iterator[str]:
    """Yield each translation that uses a word that was given up."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        text = entry.msgstr or " ".join(entry.msgstr_plural.values())
        for given_up in words:
            if given_up.stands_in(text):
                yield f"given up: {given_up.word!r} is {given_up.instead!r} in {entry.msgid!r}"


def _rows(heading: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table of docs/glossary.md whose first column has this heading."""
    path = Path(settings.BASE_DIR) / "docs" / "glossary.md"
    wanted = False
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        if not line.startswith("|"):
            wanted = False
        elif cells[0] == heading:
            wanted = True
        elif wanted and not cells[0].startswith("---"):
            first, second, third = (cell.casefold() for cell in cells)
            yield first, second, third


def _words_of(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",") if word.strip()]


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
