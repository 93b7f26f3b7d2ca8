"""What a backup says about itself; its last member, so that half an archive has none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused

FORMAT = "lms-backup"
VERSION = 1
MEMBER = "manifest.json"

# Rows by table, with the schema where a database has several.
Counts = dict[str, int]


@dataclass(frozen=True)
class Entry:
    """One file of the backup: where it lay, and what of the archive holds it."""

    member: str
    size: int
    sha256: str
    # Which storage of the site it belongs to, and its name there; empty for the database.
    storage: str = ""
    path: str = ""


@dataclass(frozen=True)
class Manifest:
    """`site` is the address of the site, `engine` the kind of its database."""

    site: str
    made_at: str
    engine: str
    database: Entry
    counts: Counts
    migrations: list[list[str]]
    files: list[Entry]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    def as_json(self) -> str:
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1)


def manifest_of(text: bytes) -> Manifest:
    """Return what `Manifest.as_json` wrote; refuse what it did not."""
    try:
        stored = json.loads(text)
        if stored["format"] != FORMAT:
            raise ValueError
        if stored["version"] > VERSION:
            raise BackupRefused(_("This backup was made by a newer version of the product."))
        return _typed(stored)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BackupRefused(_("This is not a backup of this product.")) from wrong


def _typed(stored: Mapping[str, Any]) -> Manifest:
    return Manifest(
        site=str(stored["site"]),
        made_at=str(stored["made_at"]),
        engine=str(stored["engine"]),
        database=_entry(stored["database"]),
        counts={str(table): int(rows) for table, rows in stored["counts"].items()},
        migrations=[[str(app), str(name)] for app, name in stored["migrations"]],
        files=[_entry(each) for each in stored["files"]],
    )


def _entry(stored: Mapping[str, Any]) -> Entry:
    return Entry(
        member=str(stored["member"]),
        size=int(stored["size"]),
        sha256=str(stored["sha256"]),
        storage=str(stored["storage"]),
        path=str(stored["path"]),
    )
