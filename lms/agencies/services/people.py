"""Postings and roles: who works where, and who answers for whom, from which day on."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.agencies.exceptions import DatesDoNotFit, NotInForce
from lms.agencies.models import (
    Agency,
    AgencyRole,
    AgencyRoleKind,
    AgencyVersion,
    Position,
    Posting,
    PostingKind,
    Rank,
)

D = TypeVar("D", Posting, AgencyRole)


@transaction.atomic
def appoint(
    *,
    learner: User,
    agency: Agency,
    position: Position,
    effective_on: dt.date,
    rank: Rank | None = None,
    kind: PostingKind = PostingKind.MAIN,
) -> Posting:
    """Begin a posting; the same one is returned when it is already there.

    Raises `DatesDoNotFit` when another main post holds on that day or later: see `transfer`;
    ValueError if there is no such kind.
    """
    kind = PostingKind(kind)
    _lock(learner)
    same = Posting.objects.filter(
        learner=learner, agency=agency, position=position, kind=kind, valid_from=effective_on
    ).first()
    if same is not None:
        return same
    _must_exist(agency, effective_on)
    if kind == PostingKind.MAIN and _main_posts_from(learner, effective_on).exists():
        raise DatesDoNotFit(
            _("%(person)s already has a main post then. Transfer the person instead.")
            % {"person": learner}
        )
    return Posting.objects.create(
        learner=learner,
        agency=agency,
        position=position,
        rank=rank,
        kind=kind,
        valid_from=effective_on,
    )


@transaction.atomic
def transfer(
    *,
    learner: User,
    agency: Agency,
    position: Position,
    effective_on: dt.date,
    rank: Rank | None = None,
) -> Posting:
    """End the main post on a day and begin another that same day; without one, only begin."""
    _lock(learner)
    current = (
        Posting.objects.valid_on(effective_on)
        .filter(learner=learner, kind=PostingKind.MAIN)
        .first()
    )
    if current is not None:
        if (current.agency_id, current.position_id) == (agency.pk, position.pk):
            return current
        if current.valid_to is not None:
            raise DatesDoNotFit(
                _("The end of the present main post is already entered. Remove it first.")
            )
        end_posting(posting=current, effective_on=effective_on)
    return appoint(
        learner=learner, agency=agency, position=position, rank=rank, effective_on=effective_on
    )


@transaction.atomic
def end_posting(*, posting: Posting, effective_on: dt.date) -> Posting:
    """Let a posting cease on a day; that day no longer counts."""
    _lock(posting.learner)
    return _end(posting, effective_on)


@transaction.atomic
def grant_role(
    *,
    user: User,
    agency: Agency,
    effective_on: dt.date,
    kind: AgencyRoleKind = AgencyRoleKind.MANAGER,
) -> AgencyRole:
    """Let somebody see and guide an agency from a day on; a role in force is returned.

    Raises ValueError if there is no such kind.
    """
    kind = AgencyRoleKind(kind)
    _lock(user)
    held = AgencyRole.objects.valid_on(effective_on).filter(user=user, agency=agency, kind=kind)
    if (role := held.first()) is not None:
        return role
    _must_exist(agency, effective_on)
    return AgencyRole.objects.create(user=user, agency=agency, kind=kind, valid_from=effective_on)


@transaction.atomic
def end_role(*, role: AgencyRole, effective_on: dt.date) -> AgencyRole:
    """Let a role cease on a day; that day no longer counts."""
    _lock(role.user)
    return _end(role, effective_on)


def main_post_overlaps(posting: Posting) -> bool:
    """Return whether another main post of the same person holds on a day of this one."""
    if posting.kind != PostingKind.MAIN:
        return False
    others = _main_posts_from(posting.learner, posting.valid_from).exclude(pk=posting.pk)
    if posting.valid_to is not None:
        others = others.filter(valid_from__lt=posting.valid_to)
    return others.exists()


def _main_posts_from(learner: User, day: dt.date) -> QuerySet[Posting]:
    return Posting.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), learner=learner, kind=PostingKind.MAIN
    )


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _must_exist(agency: Agency, day: dt.date) -> None:
    if not AgencyVersion.objects.valid_on(day).filter(agency=agency).exists():
        raise NotInForce(_("%(agency)s does not exist on that day.") % {"agency": agency})


def _end(row: D, day: dt.date) -> D:
    if day <= row.valid_from:
        raise DatesDoNotFit(_("The day it ceases must come after the day it begins."))
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    return row
