"""The search of the CMS: the library's, given only queries that every database understands."""

from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.query import PlainText

# Longer queries find nothing more; SQLite refuses expressions deeper than this many words.
MOST_WORDS = 40
LONGEST_WORD = 100
# FTS5 takes them for the end of a phrase, PostgreSQL refuses a NUL.
UNREADABLE = str.maketrans({'"': " ", "\\": " ", "\x00": " "})


def readable(query: str) -> str:
    """Return the words of a query that can be looked for; empty if there are none."""
    words = query.translate(UNREADABLE).split()[:MOST_WORDS]
    # A word without any letter or digit is no word to the index.
    return " ".join(word[:LONGEST_WORD] for word in words if any(map(str.isalnum, word)))


class ReadableQueries:
    """A search backend that cleans a query before it is compiled."""

    def _search(
        self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any
    ) -> Any:
        if isinstance(query, str):
            query = readable(query)
        elif isinstance(query, PlainText):
            query = PlainText(readable(query.query_string), operator=query.operator)
            query = query if query.query_string else ""
        # The class it stands before is one of the library's, and has no types.
        return super()._search(  # type: ignore[misc]
            query_compiler_class, query, model_or_queryset, **kwargs
        )


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 (the library asks for this name)
    """Return the library's backend of the database in use, fed with readable queries only."""
    kind = type(database.SearchBackend(params))
    readable_kind = type(f"Readable{kind.__name__}", (ReadableQueries, kind), {})
    backend: BaseSearchBackend = readable_kind(params)
    return backend
