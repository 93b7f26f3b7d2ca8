"""Assignments in force: listed, put off, brought forward, taken away; asked before it is done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.agencies.tree import tree_as_of
from lms.enrolments.models import Assignment
from lms.enrolments.reassigning import Replaced, change_assignments, withdraw_assignments
from lms.my_agency.assignments import changeable, groups_of, under_care, wanted_of
from lms.my_agency.forms import MOST_PEOPLE_AT_ONCE, ReassignForm
from lms.my_agency.gate import for_managers, log_access, signed_in_user
from lms.my_agency.links import agency_breadcrumbs
from lms.my_agency.naming import names_of

LISTED = ("enrolment__learner", "enrolment__course")


@for_managers
@require_safe
def agency_assignments(
    request: HttpRequest, agency: Agency, visible: VisibleAgencies
) -> HttpResponse:
    tree = tree_as_of(visible.day)
    log_access(request, agency, "assignments")
    context = {
        "breadcrumbs": agency_breadcrumbs(tree, agency, visible, with_itself=True),
        "agency": agency,
        "agency_name": tree.versions[agency.pk].name if agency.pk in tree else str(agency),
        "groups": groups_of(agency, visible),
    }
    return render(request, "my_agency/agency_assignments.html", context)


@for_managers
@require_safe
def agency_assignment(
    request: HttpRequest, agency: Agency, visible: VisibleAgencies
) -> HttpResponse:
    """The people of one assignment, all ticked, with what may be done about it."""
    wanted = wanted_of(changeable(agency, visible), request.GET.dict())
    rows = list(
        wanted.with_names().select_related(*LISTED).order_by("enrolment__learner__sort_key")
    )
    if not rows:
        raise Http404
    log_access(request, agency, "assignments", people=len(rows))
    tree = tree_as_of(visible.day)
    context = {
        "breadcrumbs": [
            *agency_breadcrumbs(tree, agency, visible, with_itself=True),
            (_("Assignments"), reverse("agency_assignments", args=[agency.code])),
        ],
        "agency": agency,
        "course": rows[0].enrolment.title,
        "assignments": rows[:MOST_PEOPLE_AT_ONCE],
        "form": ReassignForm(),
    }
    return render(request, "my_agency/agency_assignment.html", context)


@for_managers
@require_POST
def reassign(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> HttpResponse:
    """The first POST shows what will happen, the second (`confirmed`) does it.

    Sent again it finds what it did and says so again.
    """
    rows = _chosen(request, agency, visible)
    form = ReassignForm(request.POST)
    if not rows:
        messages.error(request, _("Nobody was chosen. Tick the people first, then go on."))
        return redirect("agency_assignments", code=agency.code)
    if not form.is_valid() or "confirmed" not in request.POST:
        return _question(request, agency, rows, form)
    by, reason = signed_in_user(request), form.cleaned_data["reason"]
    if form.withdraws:
        result = withdraw_assignments(assignments=rows, withdrawn_by=by, reason=reason)
    else:
        result = change_assignments(
            assignments=rows, due_on=form.cleaned_data["due_on"], changed_by=by, reason=reason
        )
    log_access(request, agency, form.cleaned_data["act"], people=len(rows))
    _tell(request, result, form)
    return redirect("agency_assignments", code=agency.code)


def _chosen(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> list[Assignment]:
    """Return the ticked ones that are in force, or were until they were replaced."""
    ticked = {pk for value in request.POST.getlist("assignment") for pk in value.split(",")}
    numbers = [int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 19]
    if len(numbers) > MOST_PEOPLE_AT_ONCE:
        return []
    return list(
        under_care(agency, visible)
        .filter(pk__in=numbers)
        .select_related(*LISTED)
        .order_by("enrolment__learner__sort_key")
    )


def _question(
    request: HttpRequest, agency: Agency, rows: list[Assignment], form: ReassignForm
) -> HttpResponse:
    ticked = {"assignment": ",".join(str(row.pk) for row in rows)}
    context: dict[str, Any] = {"cancel_url": reverse("agency_assignments", args=[agency.code])}
    if not form.is_valid():
        context |= {
            "title": _("Change an assignment"),
            "form": form,
            "hidden": ticked,
            "confirm_label": _("Continue"),
        }
        return render(request, "components/confirm_page.html", context, status=400)
    asked = {key: form[key].value() or "" for key in form.fields}
    title = _("Take “%(course)s” away?") if form.withdraws else _("Change “%(course)s”?")
    context |= {
        "title": title % {"course": rows[0].enrolment.title},
        "consequences": _consequences(rows, form),
        "hidden": {**ticked, **asked, "confirmed": "yes"},
        "confirm_label": _("Take away") if form.withdraws else _("Change the due date"),
        "danger": form.withdraws,
    }
    return render(request, "components/confirm_page.html", context)


def _consequences(rows: list[Assignment], form: ReassignForm) -> list[str]:
    names = names_of([row.enrolment.learner for row in rows])
    who = ngettext("%(n)d person: %(names)s.", "%(n)d people: %(names)s.", len(rows))
    said = [who % {"n": len(rows), "names": names}]
    if form.withdraws:
        said += [
            _("Whoever has opened nothing of the course yet is no longer enrolled."),
            _("Whoever has begun goes on as by their own choice, and may withdraw."),
        ]
    elif due_on := form.cleaned_data["due_on"]:
        day = date_format(due_on, "SHORT_DATE_FORMAT")
        said.append(_("From now on it is due on %(day)s.") % {"day": day})
    else:
        said.append(_("From now on it has no due date."))
    return [
        *said,
        _("What others assigned stays in force: of several dates the earliest counts."),
        _("Reports of earlier days stay as they were."),
    ]


def _tell(request: HttpRequest, result: Replaced, form: ReassignForm) -> None:
    if n := len(result.done):
        text = (
            ngettext(
                "The assignment was taken away from %(n)d person.",
                "The assignment was taken away from %(n)d people.",
                n,
            )
            if form.withdraws
            else ngettext(
                "The due date was changed for %(n)d person.",
                "The due date was changed for %(n)d people.",
                n,
            )
        )
        messages.success(request, text % {"n": n})
    for person, reason in result.refused:
        messages.warning(request, f"{person.full_name}: {reason}")
