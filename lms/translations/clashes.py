"""One text, one translation: Django merges all catalogues, and the first would win silently."""

from collections.abc import Iterator

import polib

from lms.translations.packages import Catalogue


def clashes(catalogues: list[Catalogue]) -> Iterator[str]:
    """Yield each text that two catalogues of one domain translate differently.

    A text of ours that means something else carries a context (`pgettext`).
    """
    seen: dict[tuple[str, str | None, str], tuple[str, str]] = {}
    for catalogue in catalogues:
        if not catalogue.path.exists():
            continue
        for entry in polib.pofile(str(catalogue.path)):
            if entry.obsolete or not entry.translated():
                continue
            text = entry.msgstr or entry.msgstr_plural[0]
            key = (catalogue.domain, entry.msgctxt, entry.msgid)
            name, other = seen.setdefault(key, (catalogue.name, text))
            if other != text:
                yield f"{entry.msgid!r} is {other!r} in {name}, {text!r} in {catalogue.name}"
