"""Lists in the order of the Vietnamese alphabet, on every database."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, QuerySet, TextField
from django.db.models.functions import Collate

from lms.core.text import text_sort_key

# PostgreSQL has a collation of this name; SQLite gets ours.
VIETNAMESE = "vi-x-icu"
_key = lru_cache(maxsize=10_000)(text_sort_key)


def teach_sqlite(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(VIETNAMESE, compare)


def compare(left: str, right: str) -> int:
    """Return whether a text stands before (-1), with (0) or behind (1) another one."""
    a, b = _key(left), _key(right)
    return (a > b) - (a < b)


def alphabetical(name: str) -> Collate:
    """Return a model's ordering by a text that people write."""
    return Collate(F(name), VIETNAMESE)


def in_vietnamese_order(queryset: QuerySet[Any], ordering: Any) -> Any:
    """Return an ordering in which texts that people write stand in Vietnamese order.

    What has choices, what is unique by code and what leads to another table stays as it is.
    """
    if not isinstance(ordering, str) or not _is_written(queryset, ordering.lstrip("-")):
        return ordering
    text = alphabetical(ordering.lstrip("-"))
    return text.desc() if ordering.startswith("-") else text.asc()


def _is_written(queryset: QuerySet[Any], name: str) -> bool:
    try:
        field = queryset.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return type(field) in {CharField, TextField} and not field.choices
