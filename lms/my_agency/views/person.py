"""One person as their manager sees them: post, levels, courses, documents."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.models import Certificate
from certificates.words import CertificateStatus
from lms.accounts.events import record_view
from lms.accounts.models import User
from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency, AgencyVersion, Posting
from lms.agencies.tree import tree_as_of
from lms.competencies.gaps import gaps_first
from lms.competencies.standing import Standing, competency_standing
from lms.enrolments.models import Enrolment
from lms.enrolments.records import OpenCourse, open_courses, periods_in_year, with_given
from lms.my_agency.assignments import changeable
from lms.my_agency.course_choices import Lack, offer_courses
from lms.my_agency.forms import AssignForm
from lms.my_agency.gate import for_managers, log_access, signed_in_user
from lms.my_agency.links import agency_breadcrumbs

STATUS_KINDS: dict[str, str] = {
    CertificateStatus.VALID: "success",
    CertificateStatus.EXPIRED: "warning",
    CertificateStatus.SUPERSEDED: "info",
    CertificateStatus.REVOKED: "danger",
}


@for_managers
@require_safe
def agency_person(
    request: HttpRequest, agency: Agency, visible: VisibleAgencies, official_code: str
) -> HttpResponse:
    person = get_object_or_404(visible.people_of(agency), official_code=official_code)
    log_access(request, agency, "person", subject_id=person.pk)
    record_view(viewer=signed_in_user(request), person=person)
    today = timezone.localdate()
    tree = tree_as_of(today)
    standings = competency_standing(learner=person, on=today)
    taken = open_courses(person, today=today)
    mine = Enrolment.objects.for_learner(person).select_related("course")
    ended = list(mine.ended().with_counted_periods().with_told())
    certificates = Certificate.objects.for_learner(person).with_status(today)
    assign_form = AssignForm(auto_id="assign_%s")
    offer_courses(assign_form, _lacks(standings))
    context: dict[str, Any] = {
        "breadcrumbs": [
            *agency_breadcrumbs(tree, agency, visible, with_itself=True),
            (_("People"), reverse("agency_people", args=[agency.code])),
        ],
        "agency": agency,
        "person": person,
        "postings": _postings(person),
        "today": today,
        "standings": gaps_first(s for s in standings if s.required or s.proved),
        "open_courses": taken,
        "withdrawn": with_given([e for e in ended if e.withdrawn_at]),
        "changeable": _changeable(taken, agency, visible),
        "completed": [e for e in ended if e.completed_at],
        "periods": periods_in_year(person),
        "certificates": [(c, STATUS_KINDS[c.status]) for c in certificates],
        "assign_form": assign_form,
    }
    return render(request, "my_agency/agency_person.html", context)


def _changeable(taken: list[OpenCourse], agency: Agency, visible: VisibleAgencies) -> set[int]:
    """Return the ids of the assignments that the manager may change; no query without any."""
    shown = [assignment.pk for course in taken for assignment in course.given.in_force]
    if not shown:
        return set()
    return set(changeable(agency, visible).filter(pk__in=shown).values_list("pk", flat=True))


def _lacks(standings: Iterable[Standing]) -> list[Lack]:
    return [
        Lack(s.competency.pk, s.required.number, s.proved.number if s.proved else 0)
        for s in standings
        if s.required and s.gap
    ]


def _postings(person: User) -> list[tuple[Posting, str]]:
    """Return all postings with the name that the agency has, or had when the posting ended."""
    postings = list(
        Posting.objects.filter(learner=person)
        .select_related("agency", "position", "rank")
        .order_by("-valid_from")
    )
    versions = AgencyVersion.objects.filter(agency__in=[p.agency_id for p in postings])
    by_agency: dict[int, list[AgencyVersion]] = {}
    for version in versions.order_by("valid_from"):
        by_agency.setdefault(version.agency_id, []).append(version)
    return [(posting, _name_during(posting, by_agency)) for posting in postings]


def _name_during(posting: Posting, by_agency: dict[int, list[AgencyVersion]]) -> str:
    known = by_agency.get(posting.agency_id, [])
    begun = [v for v in known if posting.valid_to is None or v.valid_from < posting.valid_to]
    return begun[-1].name if begun else posting.agency.code
