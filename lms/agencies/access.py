"""Whose agencies a user may look into, asked in one place."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from lms.accounts.models import User
from lms.agencies.models import AgencyRole
from lms.agencies.tree import tree_as_of


def is_province_administrator(user: User) -> bool:
    return user.is_active and user.has_perm("agencies.administer_province")


def visible_agency_ids(user: User, on: dt.date) -> set[int] | None:
    """Return the ids of the agencies whose figures the user may see; None means all of them."""
    if not user.is_authenticated:
        return set()
    if is_province_administrator(user):
        return None
    own = set(AgencyRole.objects.valid_on(on).filter(user=user).values_list("agency_id", flat=True))
    if not own:
        return set()
    tree = tree_as_of(on)
    return {below for agency_id in own for below in tree.descendants(agency_id)}


def manages_an_agency(user: User, on: dt.date) -> bool:
    """Return whether "My agency" has anything to show this user."""
    return AgencyRole.objects.valid_on(on).filter(user=user).exists() or is_province_administrator(
        user
    )


def manages_an_agency_today(request: HttpRequest) -> bool:
    """Return `manages_an_agency` for who is signed in, asked at most once a request."""
    if not hasattr(request, "_manages_an_agency"):
        user = request.user
        answer = user.is_authenticated and manages_an_agency(user, timezone.localdate())
        request._manages_an_agency = answer  # type: ignore[attr-defined]
    return request._manages_an_agency  # type: ignore[attr-defined]


def has_staff_duties(request: HttpRequest) -> bool:
    """Return whether who is signed in sees more than the own record: editors, managers, staff."""
    user = request.user
    if not user.is_authenticated:
        return False
    return (
        user.is_staff
        or user.has_perm("wagtailadmin.access_admin")
        or manages_an_agency_today(request)
    )
