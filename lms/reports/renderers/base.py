"""What a renderer is: one file each, one line in the registry."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from lms.reports.datasets.shape import CompetencyReport


@dataclass(frozen=True)
class Renderer:
    """`render` gives the whole file in the active language; `extension` is without the dot."""

    label: str | Promise
    extension: str
    content_type: str
    render: Callable[[CompetencyReport], bytes]


def file_name(report: CompetencyReport, renderer: Renderer) -> str:
    """Return a plain ASCII name: agency codes are letters, digits and hyphens."""
    return f"competency-report-{report.agency_code}-{report.as_of:%Y-%m-%d}.{renderer.extension}"
