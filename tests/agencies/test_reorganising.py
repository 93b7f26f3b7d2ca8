"""Acts on agencies: what begins, what ceases, who is carried along."""

import datetime as dt
from typing import Any

import pytest

from lms.agencies.exceptions import (
    CodeTaken,
    CycleInTree,
    DatesDoNotFit,
    NotInForce,
    StillInUse,
    VersionsDoNotFit,
)
from lms.agencies.models import AgencyKind, AgencyRole, AgencyVersion, Posting, Reorganisation
from lms.agencies.services import (
    check_versions,
    create_agency,
    dissolve_agency,
    end_posting,
    merge_agencies,
    revise_agency,
    split_agency,
)
from lms.agencies.tree import tree_as_of

MARCH_1 = dt.date(2025, 3, 1)
DAY_BEFORE = dt.date(2025, 2, 28)
JULY_1 = dt.date(2025, 7, 1)


def name_on(agency, day: dt.date) -> str:
    return AgencyVersion.objects.valid_on(day).get(agency=agency).name


def new_agency(cast, code="so-c", since=MARCH_1, **facts):
    return create_agency(
        code=code,
        name=f"Sở {code}",
        kind=AgencyKind.DEPARTMENT,
        effective_on=since,
        **{"parent": cast.province, **facts},
    )


def test_a_new_name_holds_from_its_day_on(cast):
    revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Mới", decision_number="1/QĐ")
    assert name_on(cast.science, DAY_BEFORE) == "Sở Khoa học và Công nghệ"
    assert name_on(cast.science, MARCH_1) == "Sở Mới"
    act = Reorganisation.objects.get()
    assert (act.kind, act.effective_on, act.decision_number) == ("rename", MARCH_1, "1/QĐ")


def test_doing_the_same_again_changes_nothing(cast):
    first = revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Mới")
    assert revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Mới") == first
    assert Reorganisation.objects.count() == 1


def test_two_different_changes_on_one_day_are_refused(cast):
    revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Mới")
    with pytest.raises(DatesDoNotFit):
        revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Khác")


def test_a_change_between_two_versions_keeps_the_later_one(cast):
    revise_agency(agency=cast.science, effective_on=JULY_1, name="Sở Tháng Bảy")
    revise_agency(agency=cast.science, effective_on=MARCH_1, name="Sở Tháng Ba")
    assert name_on(cast.science, dt.date(2025, 6, 30)) == "Sở Tháng Ba"
    assert name_on(cast.science, JULY_1) == "Sở Tháng Bảy"
    check_versions(agency=cast.science)


def test_moving_is_seen_in_the_tree_from_its_day_on(cast):
    revise_agency(agency=cast.centre, effective_on=MARCH_1, parent=cast.justice)
    assert cast.centre.pk in set(tree_as_of(DAY_BEFORE).descendants(cast.science.pk))
    assert cast.centre.pk in set(tree_as_of(MARCH_1).descendants(cast.justice.pk))
    assert Reorganisation.objects.get().kind == "move"


def test_moving_below_the_own_child_is_refused_and_changes_nothing(cast):
    with pytest.raises(CycleInTree):
        revise_agency(agency=cast.science, effective_on=MARCH_1, parent=cast.centre)
    assert cast.science.versions.count() == 1
    assert not Reorganisation.objects.exists()


def test_moving_below_itself_is_refused(cast):
    with pytest.raises(CycleInTree):
        revise_agency(agency=cast.science, effective_on=MARCH_1, parent=cast.science)


def test_moving_below_an_agency_that_begins_later_is_refused(cast):
    later = new_agency(cast, since=JULY_1)
    with pytest.raises(VersionsDoNotFit):
        revise_agency(agency=cast.centre, effective_on=MARCH_1, parent=later)


def test_changing_an_agency_before_it_existed_is_refused(cast):
    with pytest.raises(NotInForce):
        revise_agency(agency=cast.science, effective_on=dt.date(2019, 1, 1), name="Sớm quá")


def test_only_fields_of_a_version_can_change(cast):
    change: Any = {"code": "khac"}
    with pytest.raises(TypeError):
        revise_agency(agency=cast.science, effective_on=MARCH_1, **change)


def test_creating_twice_gives_the_same_agency(cast):
    assert new_agency(cast) == new_agency(cast)
    assert Reorganisation.objects.filter(kind="create").count() == 1


def test_a_code_is_never_used_twice(cast):
    with pytest.raises(CodeTaken):
        new_agency(cast, code="so-a")


def test_merging_carries_people_and_agencies_below_along(cast):
    act = merge_agencies(predecessors=[cast.science], successor=cast.justice, effective_on=MARCH_1)
    before, after = tree_as_of(DAY_BEFORE), tree_as_of(MARCH_1)
    assert cast.science.pk in before
    assert cast.science.pk not in after
    assert cast.centre.pk in set(after.descendants(cast.justice.pk))
    assert Posting.objects.counting_on(DAY_BEFORE).get(learner=cast.lan).agency == cast.science
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.lan).agency == cast.justice
    assert Posting.objects.counting_on(MARCH_1).count() == 5
    assert not AgencyRole.objects.valid_on(MARCH_1).filter(agency=cast.science).exists()
    assert {(x.predecessor, x.successor) for x in act.links.all()} == {(cast.science, cast.justice)}


def test_two_agencies_merge_into_a_new_one_once(cast):
    merged = new_agency(cast)
    acts = {
        merge_agencies(
            predecessors=[cast.science, cast.justice], successor=merged, effective_on=MARCH_1
        )
        for _ in range(2)
    }
    assert len(acts) == 1
    assert acts.pop().links.count() == 2
    assert Posting.objects.counting_on(MARCH_1).filter(agency=merged).count() == 4
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.nga).agency == cast.centre


def test_splitting_names_every_successor_and_leaves_nobody_behind(cast):
    parts = [new_agency(cast, "so-c"), new_agency(cast, "so-d")]
    act = split_agency(
        agency=cast.science, successors=parts, people_to=parts[0], effective_on=MARCH_1
    )
    assert act.links.count() == 2
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.lan).agency == parts[0]
    assert tree_as_of(MARCH_1).versions[cast.centre.pk].parent == parts[0]


def test_an_agency_that_goes_on_after_a_split_keeps_its_people(cast):
    part = new_agency(cast)
    split_agency(
        agency=cast.science,
        successors=[cast.science, part],
        people_to=cast.science,
        effective_on=MARCH_1,
    )
    assert cast.science.pk in tree_as_of(MARCH_1)
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.lan).agency == cast.science


def test_an_agency_with_people_or_agencies_below_cannot_be_dissolved(cast):
    for agency in (cast.science, cast.justice):
        with pytest.raises(StillInUse):
            dissolve_agency(agency=agency, effective_on=MARCH_1)
    assert not Reorganisation.objects.exists()


def test_an_empty_agency_is_dissolved_once(cast):
    end_posting(posting=cast.nga.postings.get(), effective_on=MARCH_1)
    acts = {dissolve_agency(agency=cast.centre, effective_on=MARCH_1) for _ in range(2)}
    assert len(acts) == 1
    assert cast.centre.pk in tree_as_of(DAY_BEFORE)
    assert cast.centre.pk not in tree_as_of(MARCH_1)


def test_what_hangs_below_a_dissolved_agency_stands_as_a_root(cast):
    cast.science.versions.update(valid_to=MARCH_1)
    tree = tree_as_of(MARCH_1)
    assert cast.centre.pk in tree.children[None]
    assert list(tree.descendants(cast.science.pk)) == []
    assert tree.ancestors(cast.centre.pk) == []


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (dt.date(2019, 12, 31), False),
        (dt.date(2020, 1, 1), True),
        (dt.date(2025, 2, 28), True),
        (dt.date(2025, 3, 1), False),
    ],
)
def test_an_agency_exists_from_its_first_day_until_the_day_before_it_ceases(cast, day, there):
    cast.centre.versions.update(valid_to=MARCH_1)
    assert (cast.centre.pk in tree_as_of(day)) is there


def test_the_tree_of_a_day_is_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = tree_as_of(MARCH_1)
        assert [v.agency.code for v in tree.path(cast.centre.pk)] == ["tinh", "so-a", "tt-a"]
        assert [depth for _, depth in tree.depth_first()] == [0, 1, 2, 1]
