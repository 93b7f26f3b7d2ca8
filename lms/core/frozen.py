"""Records that are kept as JSON and never rewritten: each says in which version of its shape.

Version 0 is what was written before records said so. A reader knows every version up to its own
and gives a default for what an older one lacks.
"""

from collections.abc import Mapping
from typing import Any

KEY = "version"


class NewerRecord(ValueError):
    """A record that a later release wrote: read by this one, it would lose what it says."""


def stamped(values: Mapping[str, Any], version: int) -> dict[str, Any]:
    """Return a record to be stored."""
    return {KEY: version, **values}


def unstamped(stored: Mapping[str, Any], *, newest: int, what: str) -> dict[str, Any]:
    """Return a stored record without its version. Raises NewerRecord."""
    version = stored.get(KEY, 0)
    if type(version) is not int or not 0 <= version <= newest:
        raise NewerRecord(
            f"{what} is stored in version {version!r}; this release reads versions up to {newest}"
        )
    return {key: value for key, value in stored.items() if key != KEY}
