"""The rules every set of agency versions keeps on every day: no overlap, no gap, no cycle."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.agencies.exceptions import CycleInTree, VersionsDoNotFit

LAST_DAY = dt.date.max


@dataclass(frozen=True, slots=True)
class Span:
    """One version, reduced to what the rules look at. `valid_to` None: still in force."""

    agency_id: int
    valid_from: dt.date
    valid_to: dt.date | None
    parent_id: int | None

    @property
    def end(self) -> dt.date:
        return self.valid_to or LAST_DAY

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day < self.end


def check_line(spans: Sequence[Span]) -> None:
    """Check one agency: each version begins the day the one before ceases."""
    ordered = sorted(spans, key=lambda s: s.valid_from)
    for span in ordered:
        if span.valid_from >= span.end:
            raise VersionsDoNotFit(_("The day it ceases must come after the day it begins."))
    for earlier, later in itertools.pairwise(ordered):
        if earlier.end > later.valid_from:
            raise VersionsDoNotFit(
                _(
                    "Two versions hold on %(day)s. Let the earlier one cease on the day the "
                    "later one begins."
                )
                % {"day": date_format(later.valid_from, "SHORT_DATE_FORMAT")}
            )
        if earlier.end < later.valid_from:
            raise VersionsDoNotFit(
                _(
                    "No version holds on %(day)s. Let the earlier one cease on the day the "
                    "later one begins."
                )
                % {"day": date_format(earlier.end, "SHORT_DATE_FORMAT")}
            )


def check_parents(spans: Iterable[Span], everything: Iterable[Span]) -> None:
    """Check that what a version belongs to exists on every day the version holds."""
    lines: dict[int, list[Span]] = {}
    for span in everything:
        lines.setdefault(span.agency_id, []).append(span)
    for span in spans:
        if span.parent_id is None:
            continue
        line = sorted(lines.get(span.parent_id, []), key=lambda s: s.valid_from)
        if not line or line[0].valid_from > span.valid_from or line[-1].end < span.end:
            raise VersionsDoNotFit(
                _("The agency it belongs to does not exist on every day from %(day)s on.")
                % {"day": date_format(span.valid_from, "SHORT_DATE_FORMAT")}
            )


def check_no_cycle(everything: Sequence[Span]) -> None:
    """Check every day on which the tree changes: nobody is above themselves."""
    for day in sorted({span.valid_from for span in everything}):
        parents = {s.agency_id: s.parent_id for s in everything if s.holds_on(day)}
        for start in parents:
            path: set[int] = set()
            here: int | None = start
            while here is not None:
                if here in path:
                    raise CycleInTree(
                        _("On %(day)s the agency would belong to itself. Choose another one.")
                        % {"day": date_format(day, "SHORT_DATE_FORMAT")}
                    )
                path.add(here)
                here = parents.get(here)
