"""What can be wrong with a catalogue, as one line a problem."""

import re
from collections.abc import Iterator

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def catalogue_problems(source: polib.POFile, catalogue: polib.POFile) -> Iterator[str]:
    """Yield every difference between what the source says and what the catalogue translates."""
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = {_key(entry) for entry in source}
    for entry in source:
        if _key(entry) not in known:
            yield f"missing: {entry.msgid!r}"
    for key, entry in known.items():
        if key not in wanted:
            yield f"no longer in the source: {entry.msgid!r}"
        yield from entry_problems(entry)


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one entry: fuzzy, untranslated, placeholders or tags that differ."""
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield f"untranslated: {entry.msgid!r}"
        return
    for text in texts:
        for pattern, what in ((PLACEHOLDER, "placeholders"), (TAG, "tags")):
            source = {*pattern.findall(entry.msgid), *pattern.findall(entry.msgid_plural)}
            if set(pattern.findall(text)) - source or (
                set(pattern.findall(entry.msgid_plural or entry.msgid)) - set(pattern.findall(text))
            ):
                yield f"{what} differ: {entry.msgid!r} → {text!r}"


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid
