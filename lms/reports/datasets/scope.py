"""Which agencies a report covers, and in which of them each posting of the day counts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agencies.models import Agency, AgencyVersion, Posting, ReorganisationLink
from lms.agencies.tree import AgencyTree, tree_as_of
from lms.reports.datasets.shape import Reading
from lms.reports.exceptions import ReportRefused

# Nothing can be recorded before; years are reckoned back from the day of a report.
EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Scope:
    """An agency with all below it on a day.

    `agencies`: ids and depths of those reported, parents first. `counts_in`: for each agency
    people were posted to on the day, the agency in which they are reported. `ambiguous`: where
    that was split, the candidates; `chosen` says by learner which one it is.
    """

    agency_id: int
    as_of: dt.date
    reading: Reading
    tree: AgencyTree
    agencies: tuple[tuple[int, int], ...]
    counts_in: dict[int, int]
    ambiguous: dict[int, tuple[int, ...]] = field(default_factory=dict)
    chosen: dict[int, int] = field(default_factory=dict)
    mapped_on: dt.date | None = None

    @property
    def source_ids(self) -> list[int]:
        """Ids of the agencies, as of the day, whose people may be reported."""
        return [*self.counts_in, *self.ambiguous]

    def reported_in(self, learner_id: int, agency_id: int) -> int | None:
        """Return the id of the agency a posting is reported in; None: outside the report."""
        if agency_id in self.ambiguous:
            candidates = self.ambiguous[agency_id]
            target = self.chosen.get(learner_id, candidates[0])
            target = target if target in candidates else candidates[0]
            return target if target in self._reported else None
        return self.counts_in.get(agency_id)

    @cached_property
    def _reported(self) -> frozenset[int]:
        return frozenset(agency_id for agency_id, _depth in self.agencies)

    def branch_of(self, agency_id: int) -> int:
        """Return the child of the report's agency that an agency lies in, or that agency itself."""
        if agency_id == self.agency_id:
            return agency_id
        above = [agency_id, *self.tree.ancestors(agency_id)]
        return above[above.index(self.agency_id) - 1]


def report_scope(*, agency: Agency, as_of: dt.date, reading: Reading) -> Scope:
    """Return what a report of an agency covers; raises `ReportRefused` when there is nothing."""
    today = timezone.localdate()
    if as_of > today:
        raise ReportRefused(_("The day lies in the future. Choose today or an earlier day."))
    if as_of < EARLIEST:
        raise ReportRefused(_("The day lies before any record. Choose a later day."))
    tree = tree_as_of(as_of if reading == Reading.AS_WAS else today)
    if agency.pk not in tree:
        raise ReportRefused(_refusal(reading))
    agencies = tuple(tree.depth_first(agency.pk))
    if reading == Reading.AS_WAS:
        return Scope(agency.pk, as_of, reading, tree, agencies, {pk: pk for pk, _d in agencies})
    return _mapped_scope(agency.pk, as_of, tree, agencies)


def _refusal(reading: Reading) -> str:
    if reading == Reading.AS_WAS:
        return _(
            "The agency did not exist on that day. Choose another day, or read the figures "
            "by today's successors."
        )
    return _("The agency no longer exists. Read the figures as it was on a day of its existence.")


def _mapped_scope(
    agency_id: int, as_of: dt.date, tree: AgencyTree, agencies: tuple[tuple[int, int], ...]
) -> Scope:
    reported = {pk for pk, _depth in agencies}
    counts_in: dict[int, int] = {}
    ambiguous: dict[int, tuple[int, ...]] = {}
    for source, targets in successors_between(as_of, tree).items():
        if len(targets) == 1 and targets[0] in reported:
            counts_in[source] = targets[0]
        elif len(targets) > 1 and reported.intersection(targets):
            ambiguous[source] = targets
    chosen = _chosen_successors(as_of, tree, ambiguous) if ambiguous else {}
    return Scope(
        agency_id,
        as_of,
        Reading.SUCCESSORS,
        tree,
        agencies,
        counts_in,
        ambiguous,
        chosen,
        mapped_on=tree.day,
    )


def successors_between(day: dt.date, tree: AgencyTree) -> dict[int, tuple[int, ...]]:
    """Return for each agency ever in force by `day` its successors in a later tree.

    An agency dissolved without a successor counts with the one it belonged to. Agencies that
    were split have several.
    """
    parents: dict[int, int | None] = dict(
        AgencyVersion.objects.filter(valid_from__lte=tree.day)
        .order_by("valid_from")
        .values_list("agency_id", "parent_id")
    )
    codes = dict(Agency.objects.values_list("pk", "code"))
    acts = _acts(day, tree.day)
    found: dict[int, tuple[int, ...]] = {}
    for agency_id in parents:
        targets = {agency_id}
        for act in acts:
            for old in targets & act.keys():
                targets.discard(old)
                targets |= act[old] or {parent for parent in [parents.get(old)] if parent}
        present = {pk for pk in (_in_force(t, tree, parents) for t in targets) if pk is not None}
        found[agency_id] = tuple(sorted(present, key=lambda pk: codes[pk]))
    return found


def _acts(after: dt.date, until: dt.date) -> list[dict[int, set[int]]]:
    """Return the reorganisations in their order: successors by predecessor."""
    acts: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    links = (
        ReorganisationLink.objects.filter(
            reorganisation__effective_on__gt=after,
            reorganisation__effective_on__lte=until,
            predecessor__isnull=False,
        )
        .order_by("reorganisation__effective_on", "reorganisation_id", "pk")
        .values_list("reorganisation_id", "predecessor_id", "successor_id")
    )
    for act, predecessor, successor in links:
        acts[act][predecessor].update([successor] if successor else [])
    return list(acts.values())


def _in_force(
    agency_id: int | None, tree: AgencyTree, parents: dict[int, int | None]
) -> int | None:
    seen: set[int] = set()
    while agency_id is not None and agency_id not in tree and agency_id not in seen:
        seen.add(agency_id)
        agency_id = parents.get(agency_id)
    return agency_id if agency_id in tree.versions else None


def _chosen_successors(
    as_of: dt.date, tree: AgencyTree, ambiguous: dict[int, tuple[int, ...]]
) -> dict[int, int]:
    """Return by learner the successor of a split agency under which they work today."""
    people = Posting.objects.valid_on(as_of).filter(agency_id__in=ambiguous).values("learner_id")
    now = Posting.objects.counting_on(tree.day).filter(learner_id__in=people)
    candidates = {target for targets in ambiguous.values() for target in targets}
    chosen = {}
    for learner_id, agency_id in now.values_list("learner_id", "agency_id"):
        above = [agency_id, *tree.ancestors(agency_id)]
        chosen[learner_id] = next((pk for pk in above if pk in candidates), 0)
    return chosen
