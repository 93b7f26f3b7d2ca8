"""The competency report of the whole province: time of dataset and renderings, peak memory."""

import resource
import tracemalloc
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.agencies.access import every_agency
from lms.agencies.models import Agency
from lms.reports.datasets import CompetencyReport, competency_report
from lms.reports.renderers import RENDERERS
from tests.benchmarks.clock import heading, median_ms


def measure(title: str) -> None:
    heading(f"Competency report, {title}")
    agency = Agency.objects.get(code="ubnd-tinh")
    day = timezone.localdate()

    def compute() -> CompetencyReport:
        return competency_report(agency=agency, visible=every_agency(day), as_of=day)

    with CaptureQueriesContext(connection) as queries:
        report = compute()
    print(f"dataset           {median_ms(compute, runs=5):9.0f} ms, {len(queries)} queries")
    tracemalloc.start()
    compute()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"dataset, peak     {peak / 1e6:9.1f} MB of Python objects")
    for name, renderer in RENDERERS.items():
        time = median_ms(partial(renderer.render, report), runs=1 if name == "pdf" else 3)
        print(f"{name:<18}{time:9.0f} ms")
    print(f"process, peak     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f} MB")
