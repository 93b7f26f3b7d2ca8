"""`make bench`: what exams, pages, answers, certificates and reports take on this machine.

    python -m tests.benchmarks          all of it
    python -m tests.benchmarks exams    the exams alone, on PostgreSQL: see exams.py
    python -m tests.benchmarks drawing  saving while reports are drawn: see drawing.py

Times on shared machines are noisy: medians of several runs, and rates beside the rate of the bare
engine measured in the same run. Everything happens in a temporary folder.
"""

import gc
import os
import platform
import sys
import tempfile
from pathlib import Path

BY_THEMSELVES = ("exams", "drawing")


def _settle() -> None:
    """Begin as a web worker does (deploy/gunicorn.conf.py): with nothing old to collect."""
    gc.collect()
    gc.freeze()


def main() -> None:
    from tests.benchmarks import on_postgres

    if sys.argv[1:2] and sys.argv[1] in BY_THEMSELVES:
        on_postgres.measure(*sys.argv[1:])
    elif sys.argv[1:]:
        sys.exit(f"By itself can be measured: {', '.join(BY_THEMSELVES)}")
    else:
        _in_this_process()
        for name in BY_THEMSELVES:
            on_postgres.measure(name)


def _in_this_process() -> None:
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as folder:
        os.environ["LMS_VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
        os.environ["DEBUG"] = "0"
        os.environ["LOG_LEVEL"] = "ERROR"
        os.environ["TASKS_BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
        import django

        django.setup()
        from tests.benchmarks import answers, certificates, pages, people, reports

        cores = os.cpu_count()
        print(f"Python {platform.python_version()}, Django {django.__version__}, {cores} cores")
        province = people.load_demonstration()
        _settle()
        pages.measure("demonstration province", province)
        answers.measure()
        certificates.measure()
        reports.measure("demonstration province")
        people.add_officials(10_000)
        _settle()
        pages.measure("10,000 officials", province)
        reports.measure("10,000 officials")


if __name__ == "__main__":
    Path("manage.py").exists() or sys.exit("Run it from the folder of the project: make bench")
    main()
