"""PDF: a report in the layout of Decree 30/2020/NĐ-CP, always in Vietnamese."""

from django.template.loader import render_to_string
from django.utils import translation

from lms.documents.pdf import render_pdf
from lms.reports.datasets.shape import CompetencyReport
from lms.reports.presentation import document_context
from lms.reports.renderers.base import Renderer


def render(report: CompetencyReport) -> bytes:
    with translation.override("vi"):
        html = render_to_string("reports/document.html", document_context(report))
        return render_pdf(html)


RENDERER = Renderer("PDF", "pdf", "application/pdf", render)
