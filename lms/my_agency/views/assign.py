"""Assigning a course to people of an agency: asked, confirmed, done once."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.accounts.models import User
from lms.agencies.access import VisibleAgencies
from lms.agencies.models import Agency
from lms.enrolments.assigning import Assigned, assign_course
from lms.enrolments.models import Assignment, Enrolment
from lms.my_agency.choice import Choice, choice_of
from lms.my_agency.forms import MOST_PEOPLE_AT_ONCE, AssignForm
from lms.my_agency.gate import for_managers, log_access, not_too_often, signed_in_user
from lms.my_agency.naming import names_of
from lms.reports.exceptions import ReportRefused

# Of many people the first few stand by name.


@for_managers
@require_POST
@not_too_often
def assign(request: HttpRequest, agency: Agency, visible: VisibleAgencies) -> HttpResponse:
    """The first POST shows what will happen, the second (`confirmed`) does it."""
    try:
        choice = choice_of(request.POST, agency, visible)
    except ReportRefused as refusal:
        raise Http404 from refusal
    form = AssignForm(request.POST)
    people = _of_agency(choice.codes, agency, visible)
    if not people:
        messages.error(request, _nobody(choice))
        return redirect(f"{choice.way_back(agency, form)}#assign")
    if not form.is_valid() or "confirmed" not in request.POST:
        return _question(request, agency, people, form, choice)
    course = form.cleaned_data["course"]
    result = assign_course(
        course=course,
        people=people,
        agency=agency,
        assigned_by=signed_in_user(request),
        due_on=form.cleaned_data["due_on"],
        reason=form.cleaned_data["reason"],
        again=form.cleaned_data["again"],
    )
    log_access(request, agency, "assign", course=course.code, people=len(people))
    _tell(request, result, course.title)
    return redirect(choice.way_back(agency, form))


def _of_agency(codes: list[str], agency: Agency, visible: VisibleAgencies) -> list[User]:
    """Return those who are of the agency today; others are as if not existing."""
    if len(codes) > MOST_PEOPLE_AT_ONCE:
        return []
    return list(visible.people_of(agency).filter(official_code__in=codes).order_by("sort_key"))


def _nobody(choice: Choice) -> str:
    if len(choice.codes) > MOST_PEOPLE_AT_ONCE:
        return _(
            "A course is assigned to %(most)d people at once at most, and these are %(n)d. "
            "Narrow the list with the filters, then assign."
        ) % {"most": MOST_PEOPLE_AT_ONCE, "n": len(choice.codes)}
    return _("Nobody was chosen. Tick the people first, then assign.")


def _question(
    request: HttpRequest, agency: Agency, people: list[User], form: AssignForm, choice: Choice
) -> HttpResponse:
    # What is confirmed is what was shown: the people and values go along hidden.
    ticked = replace(choice, codes=[person.official_code for person in people]).hidden
    context: dict[str, Any] = {"cancel_url": choice.way_back(agency, form)}
    if not form.is_valid():
        context |= {
            "title": _("Assign a course"),
            "text": _("For whom: %(names)s") % {"names": names_of(people)},
            "form": form,
            "hidden": ticked,
            "confirm_label": _("Continue"),
        }
        return render(request, "components/confirm_page.html", context, status=400)
    asked = {key: form[key].value() or "" for key in form.fields}
    context |= {
        "title": _("Assign “%(course)s”?") % {"course": form.cleaned_data["course"].title},
        "consequences": _consequences(people, form),
        "hidden": {**ticked, **asked, "confirmed": "yes"},
        "confirm_label": _("Assign the course"),
    }
    return render(request, "components/confirm_page.html", context)


def _consequences(people: list[User], form: AssignForm) -> list[str]:
    count = ngettext(
        "%(n)d person gets the course: %(names)s.",
        "%(n)d people get the course: %(names)s.",
        len(people),
    ) % {"n": len(people), "names": names_of(people)}
    due_on = form.cleaned_data["due_on"]
    due = (
        _("It is due on %(day)s.") % {"day": date_format(due_on, "SHORT_DATE_FORMAT")}
        if due_on
        else _("It has no due date.")
    )
    done = (
        _("Who has completed it before takes it again.")
        if form.cleaned_data["again"]
        else _("Who has completed it before is left out.")
    )
    beside = _("Who is taking it already goes on; what was assigned before stands beside it.")
    return [count, due, done, beside, *_earlier_dates(people, form)]


def _earlier_dates(people: list[User], form: AssignForm) -> list[str]:
    """Say of how many the date does not count, because one that comes first is in force."""
    enrolments = Enrolment.objects.open().filter(
        course=form.cleaned_data["course"], learner__in=people
    )
    in_force = Assignment.objects.in_force_on(timezone.localdate()).filter(enrolment__in=enrolments)
    due_on = form.cleaned_data["due_on"]
    earlier = in_force.filter(due_on__lt=due_on or dt.date.max)
    count = earlier.values("enrolment").distinct().order_by().count()
    if not count:
        return []
    text = ngettext(
        "%(n)d person has an earlier due date: it counts until that assignment is changed.",
        "%(n)d people have an earlier due date: it counts until that assignment is changed.",
        count,
    )
    return [text % {"n": count}]


def _tell(request: HttpRequest, result: Assigned, course: str) -> None:
    values = {"course": course}
    if n := len(result.assigned):
        text = ngettext(
            "“%(course)s” was assigned to %(n)d person.",
            "“%(course)s” was assigned to %(n)d people.",
            n,
        )
        messages.success(request, text % {**values, "n": n})
    if n := len(result.already):
        text = ngettext(
            "%(n)d person was taking it already.", "%(n)d people were taking it already.", n
        )
        messages.info(request, text % {"n": n})
    if n := len(result.completed):
        text = ngettext(
            "%(n)d person has completed it and was left out.",
            "%(n)d people have completed it and were left out.",
            n,
        )
        messages.info(request, text % {"n": n})
    for person, reason in result.refused:
        messages.warning(request, f"{person.full_name}: {reason}")
