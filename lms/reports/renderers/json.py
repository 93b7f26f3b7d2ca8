"""JSON: the data part exactly as its fingerprint is made of, and the provenance beside it.

{"format": "lms-competency-report", "version": 2, "data": {…}, "provenance": {…}}

`data` is described by `lms.reports.datasets.shape.CompetencyReport`: every table is an object
{"columns": [names], "rows": [[values]]}, a label is [Vietnamese, English], a cell of `totals` and
of `heat_map` is [required, meeting, below, unproved]. `provenance.sha256` is the SHA-256 of `data`
written as UTF-8 with sorted keys and without spaces.
"""

import json

from lms.reports.datasets.provenance import report_data
from lms.reports.datasets.rules import rule_sentences
from lms.reports.datasets.shape import CompetencyReport
from lms.reports.renderers.base import Renderer


def render(report: CompetencyReport) -> bytes:
    source = report.provenance
    document = {
        "format": "lms-competency-report",
        "version": 2,
        "data": report_data(report),
        "provenance": {
            "generated_at": source.generated_at.isoformat(),
            "generated_by": source.generated_by,
            "mapped_on": source.mapped_on.isoformat() if source.mapped_on else None,
            "row_counts": source.row_counts,
            "rules": rule_sentences(report),
            "sha256": source.sha256,
        },
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


RENDERER = Renderer("JSON", "json", "application/json", render)
