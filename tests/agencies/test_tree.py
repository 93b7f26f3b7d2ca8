"""The tree of a day: its order, what is above and below, and what it does with odd rows."""

import datetime as dt

from lms.agencies.models import AgencyVersion
from lms.agencies.tree import AgencyTree, tree_as_of
from tests.cast import make_agency

DAY = dt.date(2026, 1, 1)


def codes(tree: AgencyTree) -> list[str]:
    return [tree.versions[pk].agency.code for pk, _depth in tree.depth_first()]


def test_agencies_stand_by_their_position_and_then_by_their_code(cast):
    make_agency("so-0", "Sở Không", parent=cast.province)
    make_agency("a-cuoi", "Văn phòng", parent=cast.province)
    AgencyVersion.objects.filter(agency__code="a-cuoi").update(position=2)
    cast.science.versions.update(position=1)
    assert codes(tree_as_of(DAY)) == ["tinh", "so-0", "so-b", "so-a", "tt-a", "a-cuoi"]


def test_part_of_the_tree_is_read_from_its_own_root(cast):
    tree = tree_as_of(DAY)
    assert list(tree.depth_first(cast.science.pk)) == [(cast.science.pk, 0), (cast.centre.pk, 1)]


def test_the_nearest_stands_first_of_those_above(cast):
    tree = tree_as_of(DAY)
    assert tree.ancestors(cast.centre.pk) == [cast.science.pk, cast.province.pk]
    assert tree.ancestors(cast.province.pk) == []


def test_what_is_not_in_the_tree_has_nothing_above_or_below(cast):
    tree = tree_as_of(dt.date(2019, 1, 1))
    assert list(tree.depth_first()) == []
    assert tree.ancestors(cast.centre.pk) == []
    assert list(tree.descendants(cast.centre.pk)) == []


def test_rows_that_stand_in_a_circle_end_in_a_list_all_the_same(db):
    versions = {pk: AgencyVersion(agency_id=pk, parent_id=3 - pk) for pk in (1, 2)}
    assert AgencyTree(DAY, versions, {}).ancestors(1) == [2, 1]
