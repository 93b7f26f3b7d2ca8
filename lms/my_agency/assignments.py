"""What the people of an agency have to learn by when, and what of it is the manager's to change."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.agencies.tree import tree_as_of
from lms.enrolments.models import Assignment, AssignmentQuerySet, Enrolment


@dataclass(frozen=True)
class Group:
    """The same course assigned to people for one agency by one date. `url`: to change it."""

    course: str
    due_on: dt.date | None
    agency: str
    people: int
    is_overdue: bool
    url: str


def under_care(agency: Agency, visible: VisibleAgencies) -> AssignmentQuerySet:
    """Return every assignment that whoever looks after the people of an agency decides about.

    An agency above that looks after them, too, decides about its own; where the people, or the
    agency, are no longer there, it is for those who look after them now.
    """
    above = [pk for pk in tree_as_of(visible.day).ancestors(agency.pk) if pk not in visible]
    own = Assignment.objects.filter(enrolment__learner__in=visible.people_of(agency))
    return own.exclude(agency__in=above)


def changeable(agency: Agency, visible: VisibleAgencies) -> AssignmentQuerySet:
    """Return those in force today of courses that are not done yet."""
    in_force = under_care(agency, visible).in_force_on(visible.day)
    return in_force.filter(enrolment__in=Enrolment.objects.open())


def groups_of(agency: Agency, visible: VisibleAgencies) -> list[Group]:
    """Return the changeable ones together, the earliest date first: three queries."""
    rows = (
        changeable(agency, visible)
        .order_by(F("due_on").asc(nulls_last=True), "enrolment__course__title", "agency__code")
        .values_list("enrolment__course", "enrolment__course__title", "due_on", "agency__code")
        .annotate(people=Count("enrolment__learner", distinct=True))
    )
    names = _names([code for _pk, _title, _due, code, _n in rows if code])
    return [
        Group(
            title,
            due_on,
            names.get(code or "", ""),
            people,
            due_on is not None and due_on < visible.day,
            people_address(agency, course=pk, due=due_on or "", given=code or ""),
        )
        for pk, title, due_on, code, people in rows
    ]


def _names(codes: list[str]) -> dict[str, str]:
    agencies = Agency.objects.filter(code__in=codes).prefetch_related("versions")
    return {agency.code: str(agency) for agency in agencies}


def people_address(agency: Agency, **wanted: object) -> str:
    """Return where the assignments that are wanted can be changed: see `wanted_of`."""
    return f"{reverse('agency_assignment', args=[agency.code])}?{urlencode(wanted)}"


def wanted_of(rows: AssignmentQuerySet, query: dict[str, str]) -> AssignmentQuerySet:
    """Narrow to one (`assignment`), or to a group by course id, due date and agency code."""
    if one := _number(query.get("assignment", "")):
        return rows.filter(pk=one)
    course = _number(query.get("course", ""))
    try:
        due_on = dt.date.fromisoformat(query["due"]) if query.get("due") else None
    except ValueError:
        return rows.none()
    return rows.filter(
        enrolment__course=course, due_on=due_on, agency__code=query.get("given") or None
    )


def _number(text: str) -> int:
    """Return the id that an address names; 0, which nothing has, where it names none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
