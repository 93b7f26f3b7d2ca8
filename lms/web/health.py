"""Is this process able to serve?"""

from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class MigrationsPending(Exception):
    """The database is older than the code; the first argument says by how many migrations."""


@cache
def check_migrations() -> None:
    """Raise `MigrationsPending`; asked until it is well once, because migrations never unhappen."""
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsPending(len(pending))


def check_database() -> None:
    """Raise `DatabaseError` when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
