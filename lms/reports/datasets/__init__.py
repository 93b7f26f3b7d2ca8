"""What reports are made of: computed when read, from rows, as of a day."""

from lms.reports.datasets.competency_report import competency_report
from lms.reports.datasets.provenance import canonical_json, report_data
from lms.reports.datasets.shape import CompetencyReport, Reading

__all__ = ["CompetencyReport", "Reading", "canonical_json", "competency_report", "report_data"]
