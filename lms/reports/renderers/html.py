"""HTML: the body that the page shows, and a file of its own for the command line."""

from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.reports.datasets.shape import CompetencyReport
from lms.reports.presentation import report_context
from lms.reports.renderers.base import Renderer

STYLESHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/components/tiles.css",
    "css/components/table.css",
    "css/components/heat_map.css",
    "css/components/chart.css",
    "css/components/report.css",
)


def render(report: CompetencyReport) -> bytes:
    """Return a page that needs nothing beside itself."""
    return render_to_string("reports/report_file.html", context(report)).encode()


def context(report: CompetencyReport) -> dict[str, Any]:
    return {**report_context(report), "stylesheet": _stylesheet()}


def _stylesheet() -> SafeString:
    texts = []
    for name in STYLESHEETS:
        if path := finders.find(name):
            with open(path, encoding="utf-8") as file:
                texts.append(file.read())
    # Our own stylesheets, which hold nothing that could close the element.
    return format_html("<style>{}</style>", mark_safe("\n".join(texts)))  # noqa: S308


RENDERER = Renderer(_("Web page"), "html", "text/html; charset=utf-8", render)
