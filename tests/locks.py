"""What an act takes before anything else, so that two at once come one after the other."""

import re
from collections.abc import Callable

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

# Taking rows by their ids: alone, or several in the order of their ids, as everybody does.
ONE = r'"id" = (\d+)'
SEVERAL = r'"id" IN \(([\d, ]+)\)(?= ORDER BY [^()]*"id" ASC)'


def taken_first(act: Callable[[], object], model: type[models.Model]) -> set[int]:
    """Return the ids of the rows that `act` reads in its first statement, to lock them.

    None where that reads another table, or does not lock though the database could.
    """
    with CaptureQueriesContext(connection) as captured:
        act()
    statements = [query["sql"] for query in captured]
    first = next(sql for sql in statements if not sql.startswith(("BEGIN", "SAVEPOINT")))
    locks = bool(re.search(r"FOR (NO KEY )?UPDATE", first))
    if f'FROM "{model._meta.db_table}"' not in first:
        return set()
    if connection.features.has_select_for_update and not locks:
        return set()
    found = re.search(SEVERAL, first) or re.search(ONE, first)
    return {int(pk) for pk in found[1].split(",")} if found else set()
