"""What a manager sees of the agency on the front page: three figures, and who needs a word."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lms.agencies.access import manages_an_agency_today, visible_agencies
from lms.agencies.tree import tree_as_of
from lms.core.panels import Panel
from lms.my_agency.gate import log_access, signed_in_user
from lms.my_agency.overview import help_lists, tiles
from lms.reports.datasets.competency_report import report_of
from lms.reports.datasets.people import read_people
from lms.reports.datasets.snapshot import read_snapshot

# The figures are computed when the page is read: those of a province on the agency's own page.
MOST_PEOPLE = 1_000
MOST_ROWS = 3


def agency_panel(request: HttpRequest) -> Panel | None:
    """Return the panel of the one agency that somebody looks after; with several, the way there."""
    if not manages_an_agency_today(request):
        return None
    today = timezone.localdate()
    visible, tree = visible_agencies(signed_in_user(request), today), tree_as_of(today)
    roots = [tree.versions[pk].agency for pk in visible.roots(tree)]
    if not roots:
        return None
    names = [(tree.versions[agency.pk].name, agency.code) for agency in roots]
    if len(roots) > 1 or visible.people_of(roots[0]).count() > MOST_PEOPLE:
        return Panel("my_agency/front_links.html", {"agencies": names})
    (agency,) = roots
    snapshot = read_snapshot(agency=agency, visible=visible, as_of=today)
    people = read_people(snapshot)
    log_access(request, agency, "front")
    people_url = reverse("agency_people", args=[agency.code])
    _gaps, *lists = help_lists(people, agency, people_url, agency_name=names[0][0])
    return Panel(
        "my_agency/front_panel.html",
        {
            "agency": agency,
            "agency_name": names[0][0],
            "tiles": tiles(report_of(snapshot), people, people_url) if people else [],
            "help_lists": [replace(each, rows=each.rows[:MOST_ROWS]) for each in lists],
        },
    )
