"""The people of a report: who counts on the day, and who stands outside and why."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet

from lms.accounts.models import AccountStanding
from lms.agencies.models import Posting
from lms.reports.datasets.scope import Scope


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
    """`people` are sorted as printed lists are; the counts are as `shape.Denominator` says."""

    scope: Scope
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
    """Return the people of a scope: two queries."""
    closed = AccountStanding.objects.closed_on(scope.as_of)
    rows = (
        Posting.objects.counting_on(scope.as_of)
        .filter(agency_id__in=scope.source_ids)
        .annotate(is_closed=Exists(closed.filter(account=OuterRef("learner"))))
        .order_by("learner__sort_key", "learner__official_code")
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
            people.append(Person(*row[:5], target, row[6], row[7]))
            account_closed += row[8]
    register, posted = _register(scope)
    return Roster(
        scope,
        tuple(people),
        tuple(outsiders),
        register,
        posted - len(people),
        account_closed=account_closed,
    )


def _register(scope: Scope) -> tuple[int, int]:
    """Return how many were posted here by the day, and how many of them have a post on it."""
    here = Posting.objects.filter(agency_id__in=scope.source_ids, valid_from__lte=scope.as_of)
    on_the_day = Posting.objects.valid_on(scope.as_of).filter(learner_id=OuterRef("learner_id"))
    return (
        here.aggregate(n=Count("learner_id", distinct=True))["n"],
        here.filter(Exists(on_the_day)).aggregate(n=Count("learner_id", distinct=True))["n"],
    )
