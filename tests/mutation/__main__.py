"""`make mutate`: which changes of the code no test notices, and the share that is noticed.

Works on SQLite, in forks of one prepared process, each on its own copy of the database.
"""

import argparse
import os
import signal
import sys
import time
from typing import Any

import pytest

from tests.mutation.forks import Died, TookTooLong
from tests.mutation.listed import Listed, listed_modules
from tests.mutation.mutants import Mutant
from tests.mutation.placing import NotPlaced, read
from tests.mutation.report import Count, lines_of, summary


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="modules of the list; all without any")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--verbose", action="store_true", help="say also what killed each mutant")
    given = parser.parse_args()
    modules = listed_modules(given.files)
    counts = {module.path: Count(module.path, module.accepted) for module in modules}
    left = {module.path: len(read(module.file)[1]) for module in modules}
    # What tests print is not for whoever waits for the survivors.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def tell(module: Listed, mutant: Mutant, is_tested: bool, outcome: Any) -> None:
        count = counts[module.path]
        if given.verbose:
            print(f"{module.path}: {mutant.name}\n    {outcome!r}", file=out)
        if outcome is None:
            count.survived.append(mutant.name)
            if not is_tested:
                count.untested.append(mutant.name)
        elif isinstance(outcome, str | Died | TookTooLong):
            count.killed.append(mutant.name)
        else:
            why = "" if isinstance(outcome, NotPlaced) else f"{type(outcome).__name__}: "
            count.not_placed[mutant.name] = f"{why}{outcome}"
        left[module.path] -= 1
        if not left[module.path]:
            print("\n".join(lines_of(count)), file=out)

    os.environ.pop("DATABASE_URL", None)
    # Imported here: needs the settings of the test run.
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    from tests.mutation.anew import OPTIONS
    from tests.mutation.session import MutationSession

    # Whoever ends this ends the forks too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    started = time.monotonic()
    session = MutationSession(modules, given.jobs, tell)
    paths = sorted({path for module in modules for path in module.tests})
    code = pytest.main([*paths, "-s", *OPTIONS], plugins=[session])
    if session.fault or code:
        print(session.fault or f"pytest ended with {code}", file=sys.stderr)
        return 2
    text, is_good = summary(list(counts.values()))
    print(f"{text} ({(time.monotonic() - started) / 60:.0f} min)", file=out)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
