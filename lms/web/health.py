"""Is this process able to serve, what people send included?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lms.core.storage import written_storages

MEGABYTE = 1024 * 1024
_applied: list[bool] = []


def troubles() -> list[str]:
    """Return what keeps the site from serving, in words for operators; empty when all is well."""
    return [*_database(), *_folders()]


def _database() -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            found = set(connection.introspection.table_names(cursor))
        pending = migrations_pending()
    except DatabaseError:
        yield "the database does not answer"
        return
    if pending:
        yield f"migrations are not applied: {pending}"
    elif missing := sorted(needed_tables() - found):
        yield f"tables are missing: {', '.join(missing)}"


@cache
def needed_tables() -> frozenset[str]:
    return frozenset(connection.introspection.django_table_names(include_views=False))


def migrations_pending() -> int:
    """Return how many; asked until there are none once, because migrations never unhappen."""
    if _applied:
        return 0
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        _applied.append(True)
    return pending


def _folders() -> Iterator[str]:
    for folder in written_folders():
        place = _nearest(folder)
        try:
            free = shutil.disk_usage(place).free
            if free < settings.LMS_LEAST_FREE_MB * MEGABYTE:
                yield f"the disk is nearly full: {free // MEGABYTE} MB are free at {folder}"
            with tempfile.TemporaryFile(dir=place) as probe:
                probe.write(b"x")
        except OSError as error:
            yield f"nothing can be written to {folder}: {error.strerror}"


def written_folders() -> list[Path]:
    """Return the folders of stored files, of uploads on their way, and of SQLite's file."""
    found = [
        Path(storage.location)
        for _alias, storage in written_storages()
        if isinstance(storage, FileSystemStorage)
    ]
    if connection.vendor == "sqlite" and os.path.isabs(str(connection.settings_dict["NAME"])):
        found.append(Path(connection.settings_dict["NAME"]).parent)
    return [*dict.fromkeys([*found, Path(tempfile.gettempdir())])]


def _nearest(folder: Path) -> Path:
    """Return a folder, or the one it will be made in."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
