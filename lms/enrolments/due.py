"""Who had learners take their courses, and by when, in words for those who read it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lms.enrolments.models import Assignment, Enrolment


@dataclass(frozen=True)
class Given:
    """What an enrolment was assigned by: in force, the earliest date first; the rest newest first.

    `past` is what was said and stands no longer, and who took an assignment away.
    """

    in_force: tuple[Assignment, ...] = ()
    past: tuple[Assignment, ...] = ()

    @property
    def due_on(self) -> dt.date | None:
        """The date that counts."""
        return self.in_force[0].due_on if self.in_force else None


NOTHING_GIVEN = Given()


def assignments_on(enrolments: Iterable[Enrolment], day: dt.date) -> dict[int, Given]:
    """Return what was assigned by the end of a day by enrolment id: three queries.

    An enrolment without assignments is left out.
    """
    wanted = [enrolment.pk for enrolment in enrolments]
    if not wanted:
        return {}
    rows: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.told_on(day).filter(enrolment__in=wanted).with_names():
        rows[row.enrolment_id].append(row)
    return {pk: _given(of_one) for pk, of_one in rows.items()}


def _given(rows: list[Assignment]) -> Given:
    """Divide the rows of one enrolment, which come as they were recorded."""
    in_force = [row for row in rows if row.is_in_force]
    return Given(
        tuple(sorted(in_force, key=lambda row: (row.due_on is None, row.due_on or dt.date.max))),
        tuple(row for row in reversed(rows) if not row.is_in_force),
    )


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
    day = localdate(assignment.recorded_at)
    names = [assignment.recorded_by.full_name] if assignment.recorded_by else []
    if assignment.agency:
        names.append(assignment.agency.name_on(day))
    values = {
        "day": date_format(day, "SHORT_DATE_FORMAT"),
        "who": ", ".join(names),
    }
    if not names:
        return _("Assigned on %(day)s.") % values
    if assignment.is_withdrawn:
        return _("Taken away on %(day)s: %(who)s.") % values
    if assignment.is_change:
        return _("Changed on %(day)s: %(who)s.") % values
    return _("Assigned on %(day)s: %(who)s.") % values
