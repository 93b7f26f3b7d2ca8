"""Creating, renaming, moving, merging, splitting and dissolving agencies.

The only way versions change. An act takes effect on a day: the old version ceases, the new one
begins that day. People and agencies below are carried along, so that nobody is left behind.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.agencies.exceptions import CodeTaken, DatesDoNotFit, NotInForce, StillInUse
from lms.agencies.models import (
    Agency,
    AgencyKind,
    AgencyRole,
    AgencyVersion,
    Posting,
    Reorganisation,
    ReorganisationKind,
    ReorganisationLink,
)
from lms.agencies.services.checking import check_versions


class AgencyFacts(TypedDict, total=False):
    """What a version says of an agency, and an act may change."""

    name: str
    short_name: str
    kind: AgencyKind
    parent: Agency | None
    electronic_identifier: str
    legacy_identifier: str
    position: int


REVISABLE = tuple(AgencyFacts.__annotations__)


@dataclass(frozen=True)
class Act:
    """When, by which decision and by whom."""

    effective_on: dt.date
    decision_number: str = ""
    note: str = ""
    recorded_by: User | None = field(default=None)

    def record(
        self, kind: ReorganisationKind, links: Iterable[tuple[Agency | None, Agency | None]]
    ) -> Reorganisation:
        """Write the act with what became of whom."""
        links = list(links)
        reorganisation = Reorganisation.objects.create(
            kind=kind,
            effective_on=self.effective_on,
            decision_number=self.decision_number,
            note=self.note,
            recorded_by=self.recorded_by,
        )
        ReorganisationLink.objects.bulk_create(
            ReorganisationLink(
                reorganisation=reorganisation, predecessor=predecessor, successor=successor
            )
            for predecessor, successor in links
        )
        return reorganisation


@transaction.atomic
def create_agency(
    *,
    code: str,
    name: str,
    kind: AgencyKind,
    effective_on: dt.date,
    parent: Agency | None = None,
    short_name: str = "",
    electronic_identifier: str = "",
    legacy_identifier: str = "",
    position: int = 0,
    decision_number: str = "",
    note: str = "",
    recorded_by: User | None = None,
) -> Agency:
    """Open an agency from a day on; one with the same code and first day is returned.

    Raises CodeTaken; ValueError if there is no such kind.
    """
    kind = AgencyKind(kind)
    agency, created = Agency.objects.get_or_create(code=code)
    if not created:
        if agency.versions.filter(valid_from=effective_on, name=name).exists():
            return agency
        raise CodeTaken(_("Another agency has the code %(code)s.") % {"code": code})
    AgencyVersion.objects.create(
        agency=agency,
        name=name,
        short_name=short_name,
        kind=kind,
        parent=parent,
        electronic_identifier=electronic_identifier,
        legacy_identifier=legacy_identifier,
        position=position,
        valid_from=effective_on,
        decision_number=decision_number,
    )
    check_versions(agency=agency)
    act = Act(effective_on, decision_number, note, recorded_by)
    act.record(ReorganisationKind.CREATE, [(None, agency)])
    return agency


@transaction.atomic
def revise_agency(
    *,
    agency: Agency,
    effective_on: dt.date,
    decision_number: str = "",
    note: str = "",
    recorded_by: User | None = None,
    **changes: Unpack[AgencyFacts],
) -> AgencyVersion:
    """Rename, move or otherwise change an agency from a day on; return the version that begins.

    When nothing differs, the version in force is returned and no act is written. Raises ValueError
    if there is no such kind.
    """
    if unknown := set(changes) - set(REVISABLE):
        raise TypeError(f"not revisable: {unknown}")
    if "kind" in changes:
        changes["kind"] = AgencyKind(changes["kind"])
    _lock([agency])
    act = Act(effective_on, decision_number, note, recorded_by)
    version = _version_on(agency, effective_on)
    moves = "parent" in changes and changes["parent"] != version.parent
    if all(getattr(version, name) == value for name, value in changes.items()):
        return version
    revised = _revise(version, act, changes)
    check_versions(agency=agency)
    act.record(ReorganisationKind.MOVE if moves else ReorganisationKind.RENAME, [(agency, agency)])
    return revised


@transaction.atomic
def merge_agencies(
    *,
    predecessors: Sequence[Agency],
    successor: Agency,
    effective_on: dt.date,
    decision_number: str = "",
    note: str = "",
    recorded_by: User | None = None,
) -> Reorganisation:
    """Let `predecessors` go up in `successor`, which exists on that day and may be one of them.

    Agencies below them and people in them move to the successor; roles in them end.
    """
    _lock([*predecessors, successor])
    act = Act(effective_on, decision_number, note, recorded_by)
    if (done := _recorded(ReorganisationKind.MERGE, effective_on, predecessors[0])) is not None:
        return done
    _version_on(successor, effective_on)
    for agency in predecessors:
        if agency != successor:
            _carry_over(agency, successor, act)
            _close(agency, effective_on)
    for agency in {successor, *predecessors}:
        check_versions(agency=agency)
    return act.record(ReorganisationKind.MERGE, [(agency, successor) for agency in predecessors])


@transaction.atomic
def split_agency(
    *,
    agency: Agency,
    successors: Sequence[Agency],
    people_to: Agency,
    effective_on: dt.date,
    decision_number: str = "",
    note: str = "",
    recorded_by: User | None = None,
) -> Reorganisation:
    """Let `successors`, which exist on that day, take the place of `agency`.

    Agencies below it and its people move to `people_to`, one of the successors, from where they
    can be transferred one by one. An agency that is among its own successors goes on.
    """
    _lock([agency, *successors])
    act = Act(effective_on, decision_number, note, recorded_by)
    if (done := _recorded(ReorganisationKind.SPLIT, effective_on, agency)) is not None:
        return done
    if people_to not in successors:
        raise DatesDoNotFit(_("People can only move to one of the successors."))
    for successor in successors:
        _version_on(successor, effective_on)
    if agency not in successors:
        _carry_over(agency, people_to, act)
        _close(agency, effective_on)
    for each in {agency, people_to}:
        check_versions(agency=each)
    return act.record(ReorganisationKind.SPLIT, [(agency, successor) for successor in successors])


@transaction.atomic
def dissolve_agency(
    *,
    agency: Agency,
    effective_on: dt.date,
    decision_number: str = "",
    note: str = "",
    recorded_by: User | None = None,
) -> Reorganisation:
    """Close an agency without successor; refused while agencies or people are left in it."""
    _lock([agency])
    if (done := _recorded(ReorganisationKind.DISSOLVE, effective_on, agency)) is not None:
        return done
    if AgencyVersion.objects.valid_on(effective_on).filter(parent=agency).exists():
        raise StillInUse(_("Other agencies still belong to it. Move or close them first."))
    if Posting.objects.valid_on(effective_on).filter(agency=agency).exists():
        raise StillInUse(_("People still work there. Transfer them or end their postings first."))
    _close(agency, effective_on)
    check_versions(agency=agency)
    act = Act(effective_on, decision_number, note, recorded_by)
    return act.record(ReorganisationKind.DISSOLVE, [(agency, None)])


def _lock(agencies: Iterable[Agency]) -> None:
    ids = {agency.pk for agency in agencies}
    list(Agency.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _recorded(
    kind: ReorganisationKind, effective_on: dt.date, predecessor: Agency
) -> Reorganisation | None:
    return Reorganisation.objects.filter(
        kind=kind, effective_on=effective_on, links__predecessor=predecessor
    ).first()


def _version_on(agency: Agency, day: dt.date) -> AgencyVersion:
    version = AgencyVersion.objects.valid_on(day).filter(agency=agency).first()
    if version is None:
        raise NotInForce(_("%(agency)s does not exist on that day.") % {"agency": agency})
    return version


def _revise(version: AgencyVersion, act: Act, changes: AgencyFacts) -> AgencyVersion:
    """Close a version and begin the next one, which ceases when the closed one would have."""
    if version.valid_from == act.effective_on:
        raise DatesDoNotFit(_("Another change takes effect on the same day. Choose another day."))
    facts = {name: getattr(version, name) for name in REVISABLE} | changes
    following = AgencyVersion(
        agency_id=version.agency_id,
        valid_from=act.effective_on,
        valid_to=version.valid_to,
        decision_number=act.decision_number,
        **facts,
    )
    version.valid_to = act.effective_on
    version.save(update_fields=["valid_to"])
    following.save()
    return following


def _close(agency: Agency, day: dt.date) -> None:
    """End an agency; versions planned for later are refused, they would reopen it."""
    version = _version_on(agency, day)
    if version.valid_to is not None:
        raise DatesDoNotFit(_("A later change of this agency is already entered."))
    if version.valid_from == day:
        raise DatesDoNotFit(_("Another change takes effect on the same day. Choose another day."))
    version.valid_to = day
    version.save(update_fields=["valid_to"])
    for role in AgencyRole.objects.valid_on(day).filter(agency=agency, valid_from__lt=day):
        role.valid_to = day
        role.save(update_fields=["valid_to"])


def _carry_over(agency: Agency, successor: Agency, act: Act) -> None:
    """Move the agencies below and the people of an agency to its successor."""
    for version in AgencyVersion.objects.valid_on(act.effective_on).filter(parent=agency):
        if version.valid_from == act.effective_on:
            version.parent = successor
            version.save(update_fields=["parent"])
        elif version.agency_id != successor.pk:
            _revise(version, act, {"parent": successor})
    for posting in Posting.objects.valid_on(act.effective_on).filter(agency=agency):
        if posting.valid_from == act.effective_on:
            posting.agency = successor
            posting.save(update_fields=["agency"])
            continue
        following = Posting(
            learner_id=posting.learner_id,
            agency=successor,
            position_id=posting.position_id,
            rank_id=posting.rank_id,
            kind=posting.kind,
            valid_from=act.effective_on,
            valid_to=posting.valid_to,
        )
        posting.valid_to = act.effective_on
        posting.save(update_fields=["valid_to"])
        following.save()
