"""Who had learners take their courses, and by when, in words for those who read it."""

import datetime as dt
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.enrolments.models import Assignment, Enrolment


def assignments_on(enrolments: Iterable[Enrolment], day: dt.date) -> dict[int, list[Assignment]]:
    """Return what was in force on a day by enrolment id, the earliest date first: three queries.

    An enrolment without assignments has an empty list.
    """
    found: dict[int, list[Assignment]] = {enrolment.pk: [] for enrolment in enrolments}
    if not found:
        return found
    rows = Assignment.objects.in_force_on(day).filter(enrolment__in=list(found))
    for row in rows.with_names().earliest_first():
        found[row.enrolment_id].append(row)
    return found


def told(assignment: Assignment) -> str:
    """Say who assigned, changed or took away, when, for whom, by when and why."""
    sentences = [_who_and_when(assignment)]
    if not assignment.is_withdrawn:
        day = assignment.due_on
        sentences.append(
            _("Due on %(day)s.") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
            if day
            else _("No due date.")
        )
    if assignment.reason:
        sentences.append(_("Reason: %(reason)s") % {"reason": assignment.reason})
    return " ".join(sentences)


def _who_and_when(assignment: Assignment) -> str:
    names = [str(who) for who in (assignment.recorded_by, assignment.agency) if who]
    values = {
        "day": date_format(localtime(assignment.recorded_at), "SHORT_DATE_FORMAT"),
        "who": ", ".join(names),
    }
    if not names:
        return _("Assigned on %(day)s.") % values
    if assignment.is_withdrawn:
        return _("Taken away on %(day)s: %(who)s.") % values
    if assignment.is_change:
        return _("Changed on %(day)s: %(who)s.") % values
    return _("Assigned on %(day)s: %(who)s.") % values
