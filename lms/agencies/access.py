"""Whose agencies a user may look into, asked in one place."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from lms.accounts.models import User
from lms.agencies.models import Agency, AgencyRole, Posting
from lms.agencies.tree import AgencyTree, tree_as_of
from lms.core.held import Held


def is_province_administrator(user: User | AnonymousUser) -> bool:
    return user.has_perm("agencies.administer_province")


@dataclass(frozen=True)
class VisibleAgencies:
    """The one gate: whose people and figures somebody may see on a day.

    `ids` None: of every agency. Pages, choosers, reports and exports ask it and nothing else.
    """

    day: dt.date
    ids: frozenset[int] | None

    def __contains__(self, agency_id: int) -> bool:
        return self.ids is None or agency_id in self.ids

    def __bool__(self) -> bool:
        return self.ids is None or bool(self.ids)

    def roots(self, tree: AgencyTree) -> list[int]:
        """Return the ids of the visible agencies with none visible above, in the tree's order."""
        in_order = [pk for pk, _depth in tree.depth_first() if pk in self]
        return [pk for pk in in_order if tree.versions[pk].parent_id not in in_order]

    def agencies(self) -> QuerySet[Agency]:
        return Agency.objects.all() if self.ids is None else Agency.objects.filter(pk__in=self.ids)

    def people(self) -> QuerySet[User]:
        """Who counts in the visible agencies on the day; with all of them, the whole register."""
        return User.objects.all() if self.ids is None else _counted_in(self.ids, self.day)

    def people_of(self, agency: Agency) -> QuerySet[User]:
        """Who counts on the day in a visible agency or below it; nobody elsewhere."""
        if agency.pk not in self:
            return User.objects.none()
        return _counted_in(list(tree_as_of(self.day).descendants(agency.pk)), self.day)


def visible_agencies(user: User | AnonymousUser, on: dt.date) -> VisibleAgencies:
    """Return what a user may see on a day.

    An administrator of the province sees all; a manager or training officer the agencies of their
    dated roles and all below them in that day's tree; nobody else any.
    """
    if not user.is_authenticated:
        return VisibleAgencies(on, frozenset())
    if is_province_administrator(user):
        return every_agency(on)
    own = set(AgencyRole.objects.valid_on(on).filter(user=user).values_list("agency_id", flat=True))
    if not own:
        return VisibleAgencies(on, frozenset())
    tree = tree_as_of(on)
    below = (pk for agency_id in own for pk in tree.descendants(agency_id))
    return VisibleAgencies(on, frozenset(below))


def every_agency(on: dt.date) -> VisibleAgencies:
    """Return what whoever works at the server's shell may see."""
    return VisibleAgencies(on, None)


def _counted_in(agency_ids: Collection[int], day: dt.date) -> QuerySet[User]:
    posted = Posting.objects.counting_on(day).filter(agency_id__in=agency_ids)
    return User.objects.filter(pk__in=posted.values("learner_id"))


# A role counts here half a minute later than where it opens something; its end counts at once.
_people_with_roles = Held(
    lambda: frozenset(
        AgencyRole.objects.valid_on(timezone.localdate()).values_list("user_id", flat=True)
    )
)


def manages_an_agency(user: User | AnonymousUser) -> bool:
    """Return whether "My agency" has anything to show this user today; no query for most people."""
    return is_province_administrator(user) or (
        user.pk in _people_with_roles()
        and AgencyRole.objects.valid_on(timezone.localdate()).filter(user_id=user.pk).exists()
    )


def manages_an_agency_today(request: HttpRequest) -> bool:
    """Return `manages_an_agency` for who is signed in, asked at most once a request."""
    if not hasattr(request, "_manages_an_agency"):
        # Kept on the request, which has no place of its own for it.
        request._manages_an_agency = manages_an_agency(request.user)  # type: ignore[attr-defined]
    return request._manages_an_agency  # type: ignore[attr-defined]


def has_staff_duties(request: HttpRequest) -> bool:
    """Return whether who is signed in sees more than the own record: editors, managers, staff."""
    return (
        request.user.is_staff
        or request.user.has_perm("wagtailadmin.access_admin")
        or manages_an_agency_today(request)
    )
