"""The report as tables in the active language: what every renderer walks through."""

from lms.reports.datasets.shape import CompetencyReport
from lms.reports.tables import breakdowns, gaps, learning, levels
from lms.reports.tables.base import Table


def report_tables(report: CompetencyReport) -> list[Table]:
    """Return all tables of a report, in the order of the document."""
    return [
        levels.denominator(report),
        levels.competencies(report),
        levels.heat_map(report),
        levels.agency_levels(report),
        gaps.gaps(report),
        gaps.people_with_gaps(report),
        learning.completion(report),
        learning.certificates(report),
        learning.periods(report),
        *breakdowns.breakdowns(report),
    ]
