"""The people of an agency, one line each, with what a manager asks about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from lms.agencies.models import Position
from lms.core.days import end_of
from lms.core.text import fold
from lms.enrolments.models import Enrolment
from lms.reports.datasets.learning import LearnerSums, enrolment_states
from lms.reports.datasets.roster import Person
from lms.reports.datasets.shape import Label
from lms.reports.datasets.snapshot import Snapshot

# An open course that nobody opened for so long needs a word.
INACTIVE_AFTER = dt.timedelta(days=30)
NO_COURSES = LearnerSums(0, 0, 0, 0)


class PersonLine(NamedTuple):
    """`gaps` are (competency code, required, proved), `required` the codes asked for."""

    person: Person
    agency_code: str
    agency_name: str
    position: Label
    required: tuple[str, ...]
    met: int
    gaps: tuple[tuple[str, int, int], ...]
    learning: LearnerSums
    is_inactive: bool

    @property
    def gap_sum(self) -> int:
        return sum(required - proved for _code, required, proved in self.gaps)

    @property
    def has_reached_periods(self) -> bool:
        return self.learning.periods >= settings.LMS_YEARLY_PERIODS_TARGET


@dataclass(frozen=True)
class Wanted:
    """A selection of people; what is empty does not narrow it.

    `status`: gap, met, overdue, inactive, behind, reached, completed. `state` (gap, met,
    required) narrows by one competency.
    """

    text: str = ""
    agency_ids: frozenset[int] | None = None
    competency: str = ""
    state: str = ""
    status: str = ""


def read_people(snapshot: Snapshot) -> list[PersonLine]:
    """Return all people of a snapshot as lists are sorted: two more queries."""
    roster, levels = snapshot.roster, snapshot.levels
    codes = [line.code for line in levels.competencies]
    gaps: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for gap in levels.gaps:
        gaps[gap.person_code].append((gap.competency_code, gap.required, gap.proved))
    asked = {
        position_id: tuple(codes[column] for column, _level in rows)
        for position_id, rows in levels.by_position.items()
    }
    rows = Position.objects.in_bulk({person.position_id for person in roster.people})
    for position in rows.values():
        roster.facts.restore(position)
    positions = {pk: Label(position.name, position.name_en) for pk, position in rows.items()}
    inactive = _inactive_learners(snapshot)
    versions = roster.scope.tree.versions
    return [
        PersonLine(
            person,
            versions[person.agency_id].agency.code,
            versions[person.agency_id].name,
            positions[person.position_id],
            asked.get(person.position_id, ()),
            levels.met.get(person.id, 0),
            tuple(gaps.get(person.code, ())),
            snapshot.learning.by_learner.get(person.id, NO_COURSES),
            person.id in inactive,
        )
        for person in roster.people
    ]


def _inactive_learners(snapshot: Snapshot) -> set[int]:
    day = snapshot.roster.scope.as_of
    rows = (
        Enrolment.objects.order_by()
        .filter(
            enrolment_states(day)["open"],
            opened_at__lt=end_of(day),
            learner_id__in=snapshot.roster.candidate_ids,
        )
        .annotate(
            last=Coalesce(
                Max("progress__last_opened_at", filter=Q(progress__last_opened_at__lt=end_of(day))),
                "opened_at",
            )
        )
        .filter(last__lt=end_of(day) - INACTIVE_AFTER)
    )
    return set(rows.values_list("learner_id", flat=True))


def select_people(lines: Iterable[PersonLine], wanted: Wanted) -> list[PersonLine]:
    """Return the lines that a selection wants, in their order. Pure."""
    return [line for line in lines if _is_wanted(line, wanted)]


def _is_wanted(line: PersonLine, wanted: Wanted) -> bool:
    if wanted.agency_ids is not None and line.person.agency_id not in wanted.agency_ids:
        return False
    if wanted.text and not _matches(line.person, wanted.text):
        return False
    if wanted.status and not _has_status(line, wanted.status):
        return False
    return not wanted.competency or _has_state(line, wanted.competency, wanted.state)


def _matches(person: Person, text: str) -> bool:
    """Return whether every word of the text is in the name or the code, without diacritics."""
    haystack = f"{fold(person.name)} {person.code.casefold()}"
    return all(word in haystack for word in fold(text).split())


def _has_state(line: PersonLine, competency: str, state: str) -> bool:
    if competency not in line.required:
        return False
    has_gap = any(code == competency for code, _required, _proved in line.gaps)
    return {"gap": has_gap, "met": not has_gap}.get(state, True)


def _has_status(line: PersonLine, status: str) -> bool:
    match status:
        case "gap":
            return bool(line.gaps)
        case "met":
            return bool(line.required) and not line.gaps
        case "overdue":
            return line.learning.overdue > 0
        case "inactive":
            return line.is_inactive
        case "behind":
            return not line.has_reached_periods
        case "reached":
            return line.has_reached_periods
        case "completed":
            return line.learning.completed > 0
    return True
