"""My agency: the agencies somebody looks after, and one of them at a glance."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import CoursePage
from courses.outcomes import leading_courses
from lms.agencies.access import VisibleAgencies, visible_agencies
from lms.agencies.models import Agency
from lms.agencies.tree import tree_as_of
from lms.my_agency.gate import for_managers, log_access, signed_in_user
from lms.my_agency.links import agency_breadcrumbs, downloads
from lms.my_agency.needs import needs_of
from lms.my_agency.overview import branches, help_lists, tiles
from lms.reports.datasets.competency_report import report_of
from lms.reports.datasets.people import read_people
from lms.reports.datasets.snapshot import read_snapshot
from lms.reports.exceptions import ReportRefused


@login_required
@never_cache
@require_safe
def agency_home(request: HttpRequest) -> HttpResponse:
    """The agencies the visitor looks after; straight to the one when there is only one."""
    user, today = signed_in_user(request), timezone.localdate()
    tree = tree_as_of(today)
    visible = visible_agencies(user, today)
    if not visible:
        raise Http404
    roots = visible.roots(tree)
    if len(roots) == 1:
        return redirect("agency_detail", code=tree.versions[roots[0]].agency.code)
    agencies = [(tree.versions[pk], sum(1 for _pk in tree.descendants(pk)) - 1) for pk in roots]
    return render(request, "my_agency/agency_home.html", {"agencies": agencies})


@for_managers
@require_safe
def agency_detail(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> HttpResponse:
    try:
        snapshot = read_snapshot(agency=agency, visible=visible, as_of=timezone.localdate())
    except ReportRefused as refusal:
        # Only who sees all agencies comes here: a former agency has its reports, nothing of today.
        context = {"agency": agency, "refusal": str(refusal)}
        return render(request, "my_agency/agency_closed.html", context)
    report, people = report_of(snapshot), read_people(snapshot)
    log_access(request, agency, "overview")
    people_url = reverse("agency_people", args=[agency.code])
    context = {
        "breadcrumbs": agency_breadcrumbs(snapshot.roster.scope.tree, agency, visible),
        "agency": agency,
        "report": report,
        "people_url": people_url,
        "tiles": tiles(report, people, people_url),
        "help_lists": help_lists(people, agency, people_url, agency_name=report.agency_name),
        "branches": branches(report, snapshot, people),
        "needs": needs_of(
            report,
            snapshot.levels,
            leading_courses(snapshot.levels.competency_ids, CoursePage.objects.live()),
            people_url,
        ),
        "downloads": downloads(agency),
    }
    return render(request, "my_agency/agency_detail.html", context)
