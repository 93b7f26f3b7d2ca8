"""Files in a folder: whole under their name or not there, and only with the row that names them."""

import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction

PART = ".part"


def is_partial(name: str) -> bool:
    """Return whether this is what a killed process has left of a file."""
    return name.startswith(".") and name.endswith(PART)


def records_storage() -> Storage:
    """Return the storage of what no address leads to, for the fields of models."""
    return storages["records"]


def written_storages() -> Iterator[tuple[str, Storage]]:
    """Return the storages the site writes to, by their names."""
    for alias in settings.STORAGES:
        # Made anew by every upgrade.
        if alias != "staticfiles":
            yield alias, storages[alias]


class _Unsettled:
    """Stands in a transaction's list of what follows its commit; dropped when it is rolled back."""

    def __init__(self, undo: Callable[[], None]) -> None:
        self._undo = weakref.finalize(self, undo)

    def settle(self) -> None:
        self._undo.detach()


class WholeFilesStorage(FileSystemStorage):
    """A file gets its name when all of it is on the disk; what is deleted goes after the commit.

    A transaction that fails takes the files back that were saved in it. Django has no hook for
    that, but forgets what was to follow the commit: that it is forgotten is the sign.
    """

    def _save(self, name: str, content: File) -> str:
        folder = os.path.dirname(name)
        partial = os.path.join(folder, f".{uuid4().hex}{PART}")
        try:
            super()._save(partial, content)  # type: ignore[misc]  # not in Django's stubs
            name = self._give_name(self.path(partial), name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(self.path(partial))
        path = self.path(name)
        transaction.on_commit(_Unsettled(lambda: _remove(path)).settle)
        return name

    def _give_name(self, partial: str, name: str) -> str:
        while True:
            try:
                os.link(partial, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name.replace("\\", "/")

    def delete(self, name: str) -> Any:
        transaction.on_commit(lambda: FileSystemStorage.delete(self, name))


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)
