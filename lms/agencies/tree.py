"""The tree of agencies as it stood on a day, held in memory (1,500 agencies fit)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lms.agencies.models import AgencyVersion


@dataclass(frozen=True)
class AgencyTree:
    """`versions` by agency id, and the ids of the children of each agency id (None: the roots)."""

    day: dt.date
    versions: dict[int, AgencyVersion]
    children: dict[int | None, list[int]]

    def __contains__(self, agency_id: int) -> bool:
        return agency_id in self.versions

    def descendants(self, agency_id: int) -> Iterator[int]:
        """Yield the agency itself and all below it, parents first; nothing if it did not exist."""
        if agency_id not in self.versions:
            return
        yield agency_id
        for child in self.children.get(agency_id, []):
            yield from self.descendants(child)

    def ancestors(self, agency_id: int) -> list[int]:
        """Return the ids above an agency, the nearest first."""
        above: list[int] = []
        parent = self.versions[agency_id].parent_id if agency_id in self.versions else None
        while parent in self.versions and parent not in above:
            above.append(parent)
            parent = self.versions[parent].parent_id
        return above

    def path(self, agency_id: int) -> list[AgencyVersion]:
        """Return the versions from the root down to the agency."""
        return [self.versions[i] for i in (*reversed(self.ancestors(agency_id)), agency_id)]

    def depth_first(self, root: int | None = None, depth: int = 0) -> Iterator[tuple[int, int]]:
        """Yield (agency id, depth) in the order of an outline."""
        for agency_id in self.children.get(root, []) if root is None else [root]:
            yield agency_id, depth
            for child in self.children.get(agency_id, []):
                yield from self.depth_first(child, depth + 1)


def tree_as_of(day: dt.date) -> AgencyTree:
    """Read the tree of a day: one query. A child whose parent is not in force stands as a root."""
    rows = AgencyVersion.objects.valid_on(day).select_related("agency")
    versions = {v.agency_id: v for v in rows}
    children: dict[int | None, list[int]] = defaultdict(list)
    ordered = sorted(versions.values(), key=lambda v: (v.position, v.agency.code))
    for version in ordered:
        parent = version.parent_id if version.parent_id in versions else None
        children[parent].append(version.agency_id)
    return AgencyTree(day=day, versions=versions, children=dict(children))
