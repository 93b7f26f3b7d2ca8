"""Bring the catalogues up to date: new strings are added empty, strings that went are removed."""

from typing import Any

import polib
from django.core.management.base import BaseCommand

from lms.translations.packages import CATALOGUES, Catalogue

HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "vi",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Command(BaseCommand):
    help = "Bring our catalogues up to date with our source and the installed packages."

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in CATALOGUES:
            added, removed = update(catalogue)
            self.stdout.write(
                f"{catalogue.name} ({catalogue.domain}): {added} to translate, {removed} removed"
            )


def update(catalogue: Catalogue) -> tuple[int, int]:
    """Rewrite one catalogue in the order of the source; return (added, removed)."""
    known = {}
    if catalogue.path.exists():
        known = {
            (e.msgctxt, e.msgid): e for e in polib.pofile(str(catalogue.path)) if not e.obsolete
        }
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = HEADER
    wanted = set()
    for entry in catalogue.read_source():
        key = (entry.msgctxt, entry.msgid)
        wanted.add(key)
        old = known.get(key)
        kept = polib.POEntry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
            comment=entry.comment,
            flags=[flag for flag in entry.flags if flag != "fuzzy"],
        )
        if entry.msgid_plural:
            kept.msgstr_plural = {0: old.msgstr_plural.get(0, "") if old else ""}
        else:
            kept.msgstr = old.msgstr if old else ""
        fresh.append(kept)
    catalogue.path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(catalogue.path))
    return len(wanted - set(known)), len(set(known) - wanted)
