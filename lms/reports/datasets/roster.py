"""The people of a report: who counts on the day, and who stands outside and why."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from courses.models import CoursePage
from lms.accounts.models import AccountStanding, User
from lms.agencies.models import Position, Posting, Rank
from lms.competencies.models import Competency, Framework
from lms.core.former import FactsOn
from lms.core.text import name_sort_key
from lms.reports.datasets.scope import Scope

# What reports name by the row it is of today.
NAMED = (User, Position, Rank, Competency, Framework, CoursePage)


class Person(NamedTuple):
    """One person by the posting that counts; `agency_id` is the agency they are reported in."""

    id: int
    code: str
    name: str
    sort_key: str
    gender: str
    agency_id: int
    position_id: int
    rank_id: int | None


@dataclass(frozen=True)
class Roster:
    """`people` are sorted as printed lists are; the counts are as `shape.Denominator` says.

    `facts` hold what was named differently on the day.
    """

    scope: Scope
    facts: FactsOn
    people: tuple[Person, ...]
    outsiders: tuple[int, ...]
    register: int
    elsewhere: int
    account_closed: int

    @property
    def without_posting(self) -> int:
        return self.register - len(self.people) - self.elsewhere

    @property
    def candidate_ids(self) -> QuerySet[Posting, Any]:
        """The ids of the people and of some more, found faster: for rows with their learner."""
        return (
            Posting.objects.valid_on(self.scope.as_of)
            .filter(agency_id__in=self.scope.source_ids)
            .values("learner_id")
        )

    @property
    def learner_ids(self) -> QuerySet[Posting, Any]:
        """The ids of the people, as a subquery for the rows of what they did."""
        postings = Posting.objects.counting_on(self.scope.as_of).filter(
            agency_id__in=self.scope.source_ids
        )
        if self.outsiders:
            postings = postings.exclude(learner_id__in=self.outsiders)
        return postings.values("learner_id")


def read_roster(scope: Scope) -> Roster:
    """Return the people of a scope, named as on its day: three queries."""
    facts = FactsOn(scope.as_of, NAMED)
    closed = AccountStanding.objects.closed_on(scope.as_of)
    rows = (
        Posting.objects.counting_on(scope.as_of)
        .filter(agency_id__in=scope.source_ids)
        .annotate(is_closed=Exists(closed.filter(account=OuterRef("learner"))))
        .order_by()
        .values_list(
            "learner_id",
            "learner__official_code",
            "learner__full_name",
            "learner__sort_key",
            "learner__gender",
            "agency_id",
            "position_id",
            "rank_id",
            "is_closed",
        )
    )
    people: list[Person] = []
    account_closed = 0
    outsiders: list[int] = []
    for row in rows:
        target = scope.reported_in(row[0], row[5])
        if target is None:
            outsiders.append(row[0])
        else:
            people.append(_person(row, target, facts))
            account_closed += row[8]
    # Here and not in the query: some are named differently, and databases sort codes each its way.
    people.sort(key=lambda person: (person.sort_key, person.code))
    register, posted = _register(scope)
    return Roster(
        scope,
        facts,
        tuple(people),
        tuple(outsiders),
        register,
        posted - len(people),
        account_closed=account_closed,
    )


def _person(row: tuple[Any, ...], agency_id: int, facts: FactsOn) -> Person:
    learner_id, code, name, sort_key, gender, _agency, position_id, rank_id, _closed = row
    if former := facts.of(User, learner_id):
        code = former.get("official_code", code)
        name, gender = former.get("full_name", name), former.get("gender", gender)
        sort_key = name_sort_key(name)
    return Person(learner_id, code, name, sort_key, gender, agency_id, position_id, rank_id)


def _register(scope: Scope) -> tuple[int, int]:
    """Return how many were posted here by the day, and how many of them have a post on it."""
    here = Posting.objects.filter(agency_id__in=scope.source_ids, valid_from__lte=scope.as_of)
    on_the_day = Posting.objects.valid_on(scope.as_of).filter(learner_id=OuterRef("learner_id"))
    return (
        here.aggregate(n=Count("learner_id", distinct=True))["n"],
        here.filter(Exists(on_the_day)).aggregate(n=Count("learner_id", distinct=True))["n"],
    )
