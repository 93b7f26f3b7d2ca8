"""What the people of a report learned: courses, credited periods, certificates as of the day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from certificates.models import Certificate, standing_on
from courses.models import CoursePage
from lms.core.days import end_of, year_start
from lms.enrolments.models import Enrolment, EnrolmentQuerySet, sum_of_periods
from lms.reports.datasets.roster import Roster
from lms.reports.datasets.shape import CertificateCount, CourseCompletion, PeriodBand, Periods


class LearnerSums(NamedTuple):
    completed: int
    open: int
    overdue: int
    periods: int


@dataclass(frozen=True)
class Learning:
    """`by_learner` holds those who ever enrolled, by learner id."""

    completion: tuple[CourseCompletion, ...]
    completion_total: CourseCompletion
    certificates: tuple[CertificateCount, ...]
    certificate_total: CertificateCount
    by_learner: dict[int, LearnerSums]
    enrolment_rows: int

    def periods_of(self, learner_id: int) -> int:
        sums = self.by_learner.get(learner_id)
        return sums.periods if sums else 0

    def has_completed(self, learner_id: int) -> bool:
        sums = self.by_learner.get(learner_id)
        return bool(sums and sums.completed)


def read_learning(roster: Roster) -> Learning:
    """Read enrolments and certificates as of the day: four queries."""
    completion, people = _completion(roster), _by_learner(roster)
    certificates = _certificates(roster)
    return Learning(
        completion=completion,
        completion_total=_completion_total(completion, people),
        certificates=certificates,
        certificate_total=CertificateCount._make(
            ("", "", *(sum(int(row[i]) for row in certificates) for i in range(2, 7)))
        ),
        by_learner=people,
        enrolment_rows=sum(row.enrolments for row in completion),
    )


def _completion_total(
    rows: tuple[CourseCompletion, ...], people: dict[int, LearnerSums]
) -> CourseCompletion:
    """Add up the enrolments; people are counted anew, once each."""
    return CourseCompletion(
        code="",
        title="",
        enrolments=sum(row.enrolments for row in rows),
        completed=sum(row.completed for row in rows),
        open=sum(row.open for row in rows),
        withdrawn=sum(row.withdrawn for row in rows),
        overdue=sum(row.overdue for row in rows),
        people=len(people),
        people_completed=sum(1 for sums in people.values() if sums.completed),
    )


def enrolment_states(day: dt.date) -> dict[str, Q]:
    """Return the conditions of the states of an enrolment at the end of a day.

    The last needs `due_on` of `with_assignments_on(day)`.
    """
    end = end_of(day)
    completed = Q(completed_at__lt=end)
    withdrawn = Q(withdrawn_at__lt=end)
    is_open = (Q(completed_at__isnull=True) | Q(completed_at__gte=end)) & (
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end)
    )
    return {
        "completed": completed,
        "open": is_open,
        "withdrawn": withdrawn,
        "overdue": is_open & Q(due_on__lt=day),
    }


def _enrolments(roster: Roster) -> EnrolmentQuerySet:
    day = roster.scope.as_of
    opened = Enrolment.objects.order_by().filter(opened_at__lt=end_of(day))
    return opened.with_assignments_on(day)


def _completion(roster: Roster) -> tuple[CourseCompletion, ...]:
    states = enrolment_states(roster.scope.as_of)
    rows = (
        _enrolments(roster)
        .filter(learner_id__in=roster.learner_ids)
        .values_list("course_id", "course__code", "course__title")
        .annotate(
            enrolments=Count("pk"),
            completed=Count("pk", filter=states["completed"]),
            open=Count("pk", filter=states["open"]),
            withdrawn=Count("pk", filter=states["withdrawn"]),
            overdue=Count("pk", filter=states["overdue"]),
            people=Count("learner_id", distinct=True),
            people_completed=Count("learner_id", distinct=True, filter=states["completed"]),
        )
        .order_by()
    )
    found = {row[0]: _named_as_then(roster, *row) for row in rows}
    return tuple(found[pk] for pk in sorted(found, key=lambda pk: (found[pk].code, pk)))


def _named_as_then(
    roster: Roster, course_id: int, code: str, title: str, *sums: int
) -> CourseCompletion:
    names = {"code": code, "title": title, **roster.facts.of(CoursePage, course_id)}
    return CourseCompletion(names["code"], names["title"], *sums)


def _by_learner(roster: Roster) -> dict[int, LearnerSums]:
    day = roster.scope.as_of
    states = enrolment_states(day)
    rows: Any = (
        _enrolments(roster)
        .filter(learner_id__in=roster.candidate_ids)
        .with_counted_periods()
        .values_list("learner_id")
        .annotate(
            completed=Count("pk", filter=states["completed"]),
            open=Count("pk", filter=states["open"]),
            overdue=Count("pk", filter=states["overdue"]),
            periods=sum_of_periods(day),
        )
    )
    counted = {person.id for person in roster.people}
    return {row[0]: LearnerSums(*row[1:]) for row in rows if row[0] in counted}


def _certificates(roster: Roster) -> tuple[CertificateCount, ...]:
    """Count the documents by course: two may have one title, and one may be renamed."""
    day = roster.scope.as_of
    standing = {status.value: Count("pk", filter=met) for status, met in standing_on(day).items()}
    issued = Certificate.objects.order_by().filter(
        issued_on__lte=day, learner_id__in=roster.learner_ids
    )
    rows: Any = issued.values("course_reference").annotate(issued=Count("pk"), **standing)
    names = _names_of_courses(issued)
    counted = [CertificateCount(*names[row.pop("course_reference")], **row) for row in rows]
    return tuple(sorted(counted, key=lambda count: (count.title, count.code)))


def _names_of_courses(issued: QuerySet[Certificate]) -> dict[str, tuple[str, str]]:
    """Return code and title by reference, as the last document of each course has them."""
    later = issued.filter(course_reference=OuterRef("course_reference")).order_by(
        "-issued_on", "-pk"
    )
    last = issued.filter(pk=Subquery(later.values("pk")[:1]))
    rows = last.values_list("course_reference", "printed__course_code", "course_title")
    return {reference: (code or "", title) for reference, code, title in rows}


def summarise_periods(roster: Roster, learning: Learning) -> Periods:
    """Return how the people stand against the yearly target."""
    target = settings.LMS_YEARLY_PERIODS_TARGET
    sums = [learning.periods_of(person.id) for person in roster.people]
    edges = sorted({0, 1, (target + 1) // 2, target})
    bands = tuple(
        PeriodBand(low, high, sum(1 for n in sums if n >= low and (high is None or n < high)))
        for low, high in zip(edges, [*edges[1:], None], strict=True)
    )
    return Periods(
        target=target,
        since=year_start(roster.scope.as_of),
        people=len(sums),
        periods=sum(sums),
        target_reached=sum(1 for n in sums if n >= target),
        bands=bands,
    )
