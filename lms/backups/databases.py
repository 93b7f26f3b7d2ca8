"""The two kinds of databases that can be backed up."""

from collections.abc import Callable

from django.db import connection
from django.utils.translation import gettext as _

from lms.backups.engines import Engine
from lms.backups.exceptions import BackupRefused
from lms.backups.postgresql import PostgreSQL
from lms.backups.sqlite import SQLite


def engine_of_site() -> Engine:
    kinds: dict[str, Callable[[], Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}
    if connection.vendor not in kinds:
        raise BackupRefused(_("Only SQLite and PostgreSQL can be backed up."))
    return kinds[connection.vendor]()
