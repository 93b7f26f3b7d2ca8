"""Tests in a process that imports one module with a mutant: `anew PATH MUTANT DATABASE`.

The tests are read line by line from the standard input. Ends with 0 when all pass. MUTANT may be
empty: nothing is changed then.
"""

import os
import sys

import pytest

from tests.mutation.listed import listed_modules
from tests.mutation.placing import NotPlaced, import_mutated

OPTIONS = ["-m", "not browser", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--tb=native"]


class Chosen:
    """A pytest plugin that runs the tests wanted in their order, on a database of their own."""

    def __init__(self, wanted: list[str], database: str) -> None:
        self.wanted = {nodeid: number for number, nodeid in enumerate(wanted)}
        self.database = database

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = self.database
        items[:] = [item for item in items if item.nodeid in self.wanted]
        items.sort(key=lambda item: self.wanted[item.nodeid])


def main(path: str, name: str, database: str) -> int:
    (module,) = listed_modules([path])
    wanted = sys.stdin.read().splitlines()
    try:
        if name:
            import_mutated(module.module, module.file, name)
    except NotPlaced as error:
        print(f"not placed: {error}")
        return 1
    files = sorted({nodeid.split("::")[0] for nodeid in wanted})
    return pytest.main(
        [*files, "-x", "-q", "--tb=no", *OPTIONS], plugins=[Chosen(wanted, database)]
    )


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main(*sys.argv[1:]))
