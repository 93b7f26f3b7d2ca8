"""SQLite: copied by its own online backup, wherever DATABASE_URL puts the file."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from urllib.parse import quote

from django.db import connection
from django.utils.translation import gettext as _

from lms.backups.engines import Snapshot, check_counts, look
from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import Counts
from lms.backups.stored_files import BEFORE, RESTORING
from lms.core.collation import VIETNAMESE, compare

TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name
"""
BUSY = 60  # seconds to wait for somebody who writes


class SQLite:
    name = "sqlite"
    ending = "sqlite3"

    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        if name == ":memory:" or "mode=memory" in name:
            raise BackupRefused(_("A database in memory cannot be backed up."))
        self.path = Path(name).absolute()

    def dump(self, target: Path) -> Snapshot:
        if not self.path.is_file():
            raise BackupRefused(_("There is no database at %(path)s.") % {"path": self.path})
        with closing(_open(self.path)) as live, closing(_open(target, "rwc")) as copy:
            # All pages in one step: what others commit meanwhile would begin it anew. In the
            # mode the site uses (WAL) nobody waits for it.
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _look(copy)

    def check(self, copy: Path, counts: Counts) -> None:
        try:
            with closing(_open(copy)) as database:
                answer = database.execute("PRAGMA integrity_check").fetchone()[0]
                found = _look(database).counts
        except sqlite3.DatabaseError as damage:
            answer, found = str(damage), {}
        if answer != "ok":
            raise BackupRefused(
                _("The copy of the database is damaged: %(reason)s.") % {"reason": answer}
            )
        check_counts(found, counts)

    def is_empty(self) -> bool:
        if not self.path.is_file():
            return True
        try:
            with closing(_open(self.path)) as live:
                return not live.execute(TABLES).fetchall()
        except sqlite3.DatabaseError:
            # Damaged is not empty.
            return False

    def load(self, copy: Path, counts: Counts) -> None:
        connection.close()
        try:
            self._write_over(copy)
        except sqlite3.DatabaseError:
            self._put_in_place(copy)
        self.check(self.path, counts)

    def _write_over(self, copy: Path) -> None:
        """Replace the content of a database that somebody may have open, in one transaction."""
        with closing(_open(copy)) as source, closing(_open(self.path, "rwc")) as live:
            live.execute("SELECT count(*) FROM sqlite_master")
            source.backup(live, pages=-1)

    def _put_in_place(self, copy: Path) -> None:
        """Put a file in the place of one that cannot be opened; that one stays beside it."""
        aside = Path(f"{self.path}{BEFORE}{os.getpid()}")
        for ending in ("-wal", "-shm", ""):
            if Path(f"{self.path}{ending}").exists():
                os.replace(f"{self.path}{ending}", f"{aside}{ending}")
        # It may lie on another disk, where nothing can be renamed from.
        beside = Path(f"{self.path}{RESTORING}{os.getpid()}")
        shutil.copyfile(copy, beside)
        os.replace(beside, self.path)


def _look(database: sqlite3.Connection) -> Snapshot:
    tables = [row[0] for row in database.execute(TABLES)]
    return look(lambda sql: database.execute(sql).fetchall(), tables)


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Open a file that exists, unless the mode says `rwc`: a mistyped name makes no database."""
    database = connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=BUSY)
    database.create_collation(VIETNAMESE, compare)
    return database
