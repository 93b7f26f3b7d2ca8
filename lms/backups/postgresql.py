"""PostgreSQL: pg_dump in its own format, of the very moment in which the rows were counted.

The password goes by the environment, which only the same user can read; never by the arguments,
which every user of the machine can.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from lms.backups.engines import Query, Snapshot, check_counts, look, quoted
from lms.backups.exceptions import BackupRefused
from lms.backups.manifest import Counts
from lms.backups.scripts import counted_lines

TABLES = """
SELECT schemaname || '.' || tablename FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
# What a dump of this database may hold, in the schema it lies in; what an extension brought stays.
EMPTY = """
DO $empty$
DECLARE statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP %s IF EXISTS %I.%I CASCADE',
            CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname)
        FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname !~ '^pg_'
            AND nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND deptype = 'e')
        ORDER BY CASE relkind WHEN 'S' THEN 1 ELSE 0 END
    LOOP
        EXECUTE statement;
    END LOOP;
END $empty$;
"""


class PostgreSQL:
    name = "postgresql"
    ending = "dump"

    def dump(self, target: Path) -> Snapshot:
        with _fresh() as query:
            query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            moment = query("SELECT pg_export_snapshot()")[0][0]
            snapshot = look(query, _tables(query))
            _run("pg_dump", ["--format=custom", f"--snapshot={moment}", f"--file={target}"])
        return snapshot

    def check(self, copy: Path, counts: Counts) -> None:
        """Read the whole copy; where the role may make databases, restore it into a new one."""
        found: Counts = {}
        for _line in _script_of(copy, found):
            pass
        check_counts(found, {table: rows for table, rows in counts.items() if rows})
        with _fresh() as query:
            may_create = query(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
        if may_create[0][0]:
            self._restore_in_trial(copy, counts)

    def is_empty(self) -> bool:
        with _fresh() as query:
            return not _tables(query)

    def load(self, copy: Path, counts: Counts) -> None:
        connection.close()
        _load(copy, counts, connection.settings_dict["NAME"])

    def _restore_in_trial(self, copy: Path, counts: Counts) -> None:
        trial = f"lms_trial_{secrets.token_hex(6)}"
        with _fresh() as query:
            query(f"CREATE DATABASE {quoted(trial)} TEMPLATE template0")
            try:
                _load(copy, counts, trial)
            finally:
                query(f"DROP DATABASE IF EXISTS {quoted(trial)}")


def _tables(query: Query) -> list[str]:
    return [row[0] for row in query(TABLES)]


@contextmanager
def _fresh() -> Iterator[Query]:
    """Ask over a connection of its own, outside of any transaction."""
    own = connection.copy()

    def query(sql: str) -> list[tuple[object, ...]]:
        with own.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    try:
        yield query
    finally:
        own.close()


def _load(copy: Path, counts: Counts, name: str) -> None:
    """Empty a database, fill it and count its rows, all in one transaction."""
    where, environment = _where(name)
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    with tempfile.TemporaryFile() as said:
        psql = subprocess.Popen(  # noqa: S603
            [_program("psql"), *options, "--file=-", *where],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _feed(psql, chain([EMPTY.encode()], _script_of(copy, {}), _counting(counts)))
        except BaseException:
            # Before it takes the end of its input for the end of the script, and commits.
            psql.kill()
            psql.wait()
            raise
        code = psql.wait()
        said.seek(0)
        if code:
            raise BackupRefused(_reason("psql", said.read(), code))


def _feed(psql: subprocess.Popen[bytes], lines: Iterable[bytes]) -> None:
    assert psql.stdin is not None  # noqa: S101
    try:
        for line in lines:
            psql.stdin.write(line)
        psql.stdin.close()
    except BrokenPipeError:
        # It stopped at an error, and says which.
        with suppress(BrokenPipeError):
            psql.stdin.close()


def _counting(counts: Counts) -> Iterator[bytes]:
    """Give the lines that end the transaction with an error unless every row is there."""
    for table, rows in counts.items():
        name = table.replace("'", "''")
        text = f"{name} has not the {rows} rows of the backup".replace("%", "%%")
        yield (
            f"DO $count$ BEGIN IF (SELECT count(*) FROM {quoted(table)}) <> {rows} "  # noqa: S608
            f"THEN RAISE EXCEPTION '{text}'; END IF; END $count$;\n"
        ).encode()


def _script_of(copy: Path, found: Counts) -> Iterator[bytes]:
    """Give the lines of a dump as SQL, and count into `found` the rows that they bring."""
    command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(copy)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)  # noqa: S603
        assert process.stdout is not None  # noqa: S101
        try:
            yield from counted_lines(process.stdout, found)
        finally:
            process.stdout.close()
            code = process.wait()
        said.seek(0)
        if code:
            raise BackupRefused(_reason("pg_restore", said.read(), code))


def _run(program: str, arguments: list[str]) -> None:
    where, environment = _where(connection.settings_dict["NAME"])
    command = [_program(program), *arguments, *where]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused(_reason(program, done.stderr, done.returncode))


def _where(name: str) -> tuple[list[str], dict[str, str]]:
    """Return arguments that say where a database is, and the environment that opens it."""
    given = {**connection.settings_dict, "NAME": name}
    (_psql, *arguments), environment = DatabaseClient.settings_to_cmd_args_env(given, [])
    return arguments, {**os.environ, **(environment or {})}


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise BackupRefused(
            _("%(name)s was not found: install the client programs of PostgreSQL.") % {"name": name}
        )
    return path


def _reason(program: str, said: bytes, code: int) -> str:
    """Return the first line of what a program said, or its code."""
    lines = said.decode(errors="replace").strip().splitlines()
    return (
        lines[0]
        if lines
        else _("%(name)s ended with code %(code)s.")
        % {
            "name": program,
            "code": code,
        }
    )
