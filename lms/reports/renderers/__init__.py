"""The renderings of a report, all of one computed object."""

from lms.reports.renderers import csv, html, json, pdf, xlsx
from lms.reports.renderers.base import Renderer, file_name

RENDERERS: dict[str, Renderer] = {
    "html": html.RENDERER,
    "xlsx": xlsx.RENDERER,
    "pdf": pdf.RENDERER,
    "csv": csv.RENDERER,
    "json": json.RENDERER,
}

__all__ = ["RENDERERS", "Renderer", "file_name"]
