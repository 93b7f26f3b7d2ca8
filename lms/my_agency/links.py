"""The way back up from a page of an agency, and the files of its report."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.agencies.tree import AgencyTree
from lms.core.components import Download
from lms.reports.datasets.shape import Reading
from lms.reports.renderers import RENDERERS


def agency_breadcrumbs(
    tree: AgencyTree, agency: Agency, visible: VisibleAgencies, *, with_itself: bool = False
) -> list[tuple[str, str]]:
    """Return (label, address) of the visible agencies above, the top first."""
    path = [pk for pk in reversed(tree.ancestors(agency.pk)) if pk in visible]
    if with_itself:
        path.append(agency.pk)
    versions = [tree.versions[pk] for pk in path if pk in tree]
    links = [(v.label, reverse("agency_detail", args=[v.agency.code])) for v in versions]
    return [(_("Home"), "/"), *links]


def downloads(agency: Agency, as_of: str = "", reading: str = Reading.AS_WAS) -> list[Download]:
    """Return the downloads of the competency report."""
    base = reverse("competency_report", args=[agency.code])
    notes = {
        "pdf": _("The official layout, ready to be numbered and signed."),
        "xlsx": _("A sheet for each table."),
        "csv": _("All tables as plain text."),
        "json": _("For other systems."),
    }
    query = f"&as_of={as_of}&reading={reading}" if as_of else ""
    return [
        Download(
            _("Competency report"),
            f"{base}?format={key}{query}",
            RENDERERS[key].label,
            note=note,
        )
        for key, note in notes.items()
    ]
