"""What backing up and restoring ask of a database, whichever it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import Counts
from lms.backups.stored_files import folders

Query = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class KeptFile:
    """A file that a row names; `sha256` is empty where the row keeps none."""

    row: str
    storage: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """What a database held at the moment of its copy."""

    counts: Counts
    migrations: list[list[str]]
    kept_files: list[KeptFile] = field(default_factory=list)


class Engine(Protocol):
    name: str
    ending: str

    def dump(self, target: Path) -> Snapshot:
        """Copy the database as it is at one moment, while others write."""

    def check(self, copy: Path, counts: Counts) -> None:
        """Open a copy; refuse one that is damaged or does not hold these rows."""

    def is_empty(self) -> bool:
        """Return whether the database of the site holds no table."""

    def load(self, copy: Path, counts: Counts) -> None:
        """Put a copy in the place of what the database holds: all of it or nothing."""


def look(query: Query, tables: Iterable[str]) -> Snapshot:
    """Count the rows of all tables, and read what a restore has to know."""
    counts = {}
    for table in tables:
        rows = query(f"SELECT count(*) FROM {quoted(table)}")  # noqa: S608
        counts[table] = int(rows[0][0])
    own = {table.rpartition(".")[2]: table for table in counts}
    if "django_migrations" not in own:
        raise BackupRefused(
            _("The database that DATABASE_URL names holds no site: it has no migrations.")
        )
    applied = query(f"SELECT app, name FROM {quoted(own['django_migrations'])} ORDER BY id")  # noqa: S608
    return Snapshot(counts, [list(row) for row in applied], _kept_files(query, own))


def quoted(table: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in table.split("."))


def check_counts(found: Counts, expected: Counts) -> None:
    for table, rows in expected.items():
        if found.get(table) != rows:
            raise BackupRefused(
                _(
                    "The copy of the database is not whole: "
                    "%(table)s has %(found)s rows of %(rows)s."
                )
                % {"table": table, "found": found.get(table, 0), "rows": rows}
            )


def _kept_files(query: Query, tables: dict[str, str]) -> list[KeptFile]:
    """Return the files of all rows: certificates as issued, pictures, recordings, documents.

    A column beside a file's own that is named after it and ends in `_sha256` is its check sum.
    """
    places = {str(folder): alias for alias, folder in folders().items()}
    found = []
    for model in apps.get_models():
        meta = model._meta
        names = {each.name for each in meta.local_fields}
        for each in meta.local_fields:
            storage = getattr(each, "storage", None)
            if not isinstance(each, FileField) or meta.db_table not in tables or meta.proxy:
                continue
            if not isinstance(storage, FileSystemStorage) or str(storage.location) not in places:
                continue
            file = quoted(str(each.column))
            sha256 = quoted(f"{each.name}_sha256") if f"{each.name}_sha256" in names else "''"
            table, key = quoted(tables[meta.db_table]), quoted(str(meta.pk.column))
            rows = query(f"SELECT {key}, {file}, {sha256} FROM {table} WHERE {file} <> ''")  # noqa: S608
            place = places[str(storage.location)]
            found += [KeptFile(f"{meta.label} {pk}", place, path, sha) for pk, path, sha in rows]
    return found
