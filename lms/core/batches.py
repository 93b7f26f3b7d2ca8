"""Rows without end are removed a few at a time: no statement holds the database for long."""

from typing import Any

from django.db.models import QuerySet


def remove_in_batches(rows: QuerySet[Any], at_once: int) -> int:
    """Remove the rows, `at_once` in each statement; return how many.

    A row that is none of them any more when its turn comes is kept.
    """
    removed = 0
    while keys := list(rows.order_by().values_list("pk", flat=True)[:at_once]):
        removed += rows.filter(pk__in=keys).delete()[0]
    return removed
