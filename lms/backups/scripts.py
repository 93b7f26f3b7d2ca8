"""A dump of PostgreSQL as SQL, read line by line on its way into psql."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import Counts

_COPY = re.compile(rb"^COPY (?P<table>.+?) \(.*\) FROM stdin;\s*$")
_QUOTED = re.compile(rb"'(?:[^']|'')*'")
# Written by pg_restore itself, to shut psql's own commands off.
_SHUTTING = re.compile(rb"^\\(?:un)?restrict \w+\s*$")


def counted_lines(lines: Iterable[bytes], found: Counts) -> Iterator[bytes]:
    """Give the lines on; count the rows of each table into `found`.

    Refuse a command of psql: it could start programs on this machine, and no dump of ours has one.
    """
    table = ""
    for line in lines:
        if table:
            if line.rstrip(b"\r\n") == b"\\.":
                table = ""
            else:
                found[table] += 1
        elif start := _COPY.match(line):
            table = start["table"].decode().replace('"', "")
            found.setdefault(table, 0)
        elif b"\\" in line and b"\\" in _QUOTED.sub(b"", line) and not _SHUTTING.match(line):
            raise BackupRefused(_("The copy of the database holds a command for psql."))
        yield line
