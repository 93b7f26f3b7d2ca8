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
from lms.agencies.models import (
    Agency,
    AgencyKind,
    AgencyRole,
    AgencyVersion,
    Posting,
    PostingKind,
    Reorganisation,
    ReorganisationKind,
)
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
from tests.cast import FIRST_DAY, make_posting
from tests.locks import taken_first

MARCH_1 = dt.date(2025, 3, 1)
DAY_BEFORE = dt.date(2025, 2, 28)
MARCH_2 = dt.date(2025, 3, 2)
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


def links_of(act: Reorganisation) -> set[tuple[Agency | None, Agency | None]]:
    return {(link.predecessor, link.successor) for link in act.links.all()}


def empty(agency) -> None:
    for posting in Posting.objects.filter(agency=agency):
        end_posting(posting=posting, effective_on=MARCH_1)


def test_an_agency_is_opened_with_all_that_is_said_of_it(cast):
    facts = {
        "parent": cast.science,
        "short_name": "TT Dữ liệu",
        "electronic_identifier": "H02.15",
        "legacy_identifier": "000.00.05.H02",
        "position": 4,
        "decision_number": "7/QĐ-UBND",
    }
    agency = new_agency(cast, **facts)
    version = agency.versions.get()
    assert {name: getattr(version, name) for name in facts} == facts
    assert (version.name, version.kind, version.valid_from) == ("Sở so-c", "department", MARCH_1)
    assert links_of(Reorganisation.objects.get()) == {(None, agency)}


def test_without_more_an_agency_belongs_to_nobody_and_stands_first(cast):
    agency = create_agency(
        code="so-d", name="Sở Đầu", kind=AgencyKind.DEPARTMENT, effective_on=MARCH_1
    )
    version = agency.versions.get()
    assert (version.parent, version.position, version.short_name) == (None, 0, "")


def test_an_agency_cannot_begin_before_the_one_it_belongs_to(cast):
    later = new_agency(cast, since=JULY_1)
    with pytest.raises(VersionsDoNotFit):
        new_agency(cast, "tt-c", parent=later)
    assert not Agency.objects.filter(code="tt-c").exists()


def test_the_same_code_with_another_name_or_day_is_another_agency(cast):
    new_agency(cast)
    with pytest.raises(CodeTaken):
        new_agency(cast, since=JULY_1)
    with pytest.raises(CodeTaken):
        create_agency(code="so-c", name="Sở Khác", kind=AgencyKind.DEPARTMENT, effective_on=MARCH_1)


def test_what_cannot_change_is_named(cast):
    change: Any = {"code": "khac"}
    with pytest.raises(TypeError, match="code"):
        revise_agency(agency=cast.science, effective_on=MARCH_1, **change)


def test_a_kind_that_does_not_exist_is_refused(cast):
    change: Any = {"kind": "vụ"}
    with pytest.raises(ValueError, match="vụ"):
        revise_agency(agency=cast.science, effective_on=MARCH_1, **change)
    assert cast.science.versions.count() == 1


def test_a_version_that_begins_keeps_what_did_not_change_and_names_its_decision(cast):
    cast.science.versions.update(short_name="KHCN", position=3, electronic_identifier="H02.15")
    version = revise_agency(
        agency=cast.science, effective_on=MARCH_1, name="Sở Mới", decision_number="1/QĐ"
    )
    kept = (version.short_name, version.position, version.electronic_identifier, version.parent)
    assert kept == ("KHCN", 3, "H02.15", cast.province)
    assert (version.decision_number, version.valid_to) == ("1/QĐ", None)
    assert links_of(Reorganisation.objects.get()) == {(cast.science, cast.science)}


def acts_on(cast) -> dict[str, Any]:
    """Return every act by its name, each on science, and what it needs made ready."""
    part, other = new_agency(cast, "so-c"), new_agency(cast, "so-d")
    empty(cast.centre)
    said = {
        "effective_on": JULY_1,
        "decision_number": "9/QĐ",
        "note": "Theo đề án",
        "recorded_by": cast.admin,
    }
    return {
        "create": lambda: new_agency(cast, "so-e", since=said.pop("effective_on"), **said),
        "rename": lambda: revise_agency(agency=cast.science, name="Sở Mới", **said),
        "move": lambda: revise_agency(agency=cast.science, parent=cast.justice, **said),
        "merge": lambda: merge_agencies(predecessors=[cast.science], successor=part, **said),
        "split": lambda: split_agency(
            agency=cast.science, successors=[part, other], people_to=part, **said
        ),
        "dissolve": lambda: dissolve_agency(agency=cast.centre, **said),
    }


@pytest.mark.parametrize("kind", ReorganisationKind.values)
def test_every_act_tells_its_day_its_decision_its_note_and_who_recorded_it(cast, kind):
    acts_on(cast)[kind]()
    act = Reorganisation.objects.get(effective_on=JULY_1)
    assert (act.kind, act.decision_number, act.note) == (kind, "9/QĐ", "Theo đề án")
    assert act.recorded_by == cast.admin
    assert act.links.exists()


@pytest.mark.parametrize("kind", ["rename", "move", "merge", "split", "dissolve"])
def test_an_act_first_takes_all_agencies_it_changes_in_one_order(cast, kind):
    act = acts_on(cast)[kind]
    part, other = (Agency.objects.get(code=code) for code in ("so-c", "so-d"))
    taken = {
        "merge": {cast.science.pk, part.pk},
        "split": {cast.science.pk, part.pk, other.pk},
        "dissolve": {cast.centre.pk},
    }
    assert taken_first(act, Agency) == taken.get(kind, {cast.science.pk})


def test_a_successor_may_be_one_of_those_that_merge_and_goes_on(cast):
    act = merge_agencies(
        predecessors=[cast.justice, cast.science], successor=cast.justice, effective_on=MARCH_1
    )
    assert cast.justice.versions.get().valid_to is None
    assert cast.justice.pk in tree_as_of(MARCH_1)
    assert cast.science.pk not in tree_as_of(MARCH_1)
    assert Posting.objects.counting_on(MARCH_1).filter(agency=cast.justice).count() == 4
    assert AgencyRole.objects.valid_on(MARCH_1).get(agency=cast.justice).user == cast.phuc
    assert links_of(act) == {(cast.justice, cast.justice), (cast.science, cast.justice)}


def test_nothing_goes_up_in_an_agency_that_does_not_exist_then(cast):
    later = new_agency(cast, since=JULY_1)
    with pytest.raises(NotInForce):
        merge_agencies(predecessors=[cast.science], successor=later, effective_on=MARCH_1)
    with pytest.raises(NotInForce):
        merge_agencies(
            predecessors=[cast.science, later], successor=cast.justice, effective_on=MARCH_1
        )
    with pytest.raises(NotInForce):
        split_agency(
            agency=cast.science,
            successors=[cast.justice, later],
            people_to=cast.justice,
            effective_on=MARCH_1,
        )


def test_an_agency_cannot_go_up_in_one_that_belongs_to_it(cast):
    with pytest.raises(VersionsDoNotFit):
        merge_agencies(predecessors=[cast.science], successor=cast.centre, effective_on=MARCH_1)
    assert cast.science.versions.get().valid_to is None


def ending(agency, successor, act: str) -> None:
    """Let an agency cease on 2 March by one of the three acts that end one."""
    if act == "merge":
        merge_agencies(predecessors=[agency], successor=successor, effective_on=MARCH_2)
    elif act == "split":
        split_agency(
            agency=agency, successors=[successor], people_to=successor, effective_on=MARCH_2
        )
    else:
        dissolve_agency(agency=agency, effective_on=MARCH_2)


@pytest.mark.parametrize("act", ["merge", "split"])
def test_those_below_cannot_go_to_a_successor_that_ceases_before_them(cast, act):
    short = new_agency(cast)
    short.versions.update(valid_to=JULY_1)
    with pytest.raises(VersionsDoNotFit):
        ending(cast.science, short, act)


@pytest.mark.parametrize("act", ["merge", "split", "dissolve"])
def test_an_agency_does_not_cease_while_one_that_is_to_belong_to_it_is_planned(cast, act):
    alone = new_agency(cast)
    new_agency(cast, "tt-c", since=JULY_1, parent=alone)
    with pytest.raises(VersionsDoNotFit):
        ending(alone, cast.justice, act)
    assert alone.versions.get().valid_to is None


def test_one_merger_is_not_taken_for_another(cast):
    merge_agencies(predecessors=[cast.centre], successor=cast.science, effective_on=MARCH_1)
    other = merge_agencies(
        predecessors=[cast.justice], successor=cast.science, effective_on=MARCH_1
    )
    assert links_of(other) == {(cast.justice, cast.science)}
    assert cast.justice.pk not in tree_as_of(MARCH_1)


def test_what_went_on_after_one_act_can_be_part_of_the_next(cast):
    merge_agencies(
        predecessors=[cast.science, cast.justice], successor=cast.science, effective_on=MARCH_1
    )
    part = new_agency(cast)
    splits = [
        split_agency(
            agency=cast.science,
            successors=[cast.science, part],
            people_to=part,
            effective_on=day,
        )
        for day in (MARCH_1, MARCH_1, JULY_1)
    ]
    assert [act.kind for act in splits] == ["split"] * 3
    assert splits[0] == splits[1]
    assert splits[2] != splits[0]
    assert Reorganisation.objects.filter(kind="split").count() == 2


def test_a_split_agency_ceases_with_its_roles_and_people_go_to_a_successor(cast):
    part, other = new_agency(cast, "so-c"), new_agency(cast, "so-d")
    with pytest.raises(DatesDoNotFit):
        split_agency(agency=cast.science, successors=[part], people_to=other, effective_on=MARCH_1)
    split_agency(
        agency=cast.science, successors=[part, other], people_to=other, effective_on=MARCH_1
    )
    assert cast.science.pk not in tree_as_of(MARCH_1)
    assert cast.science.versions.get().valid_to == MARCH_1
    assert not AgencyRole.objects.valid_on(MARCH_1).filter(agency=cast.science).exists()


def test_roles_end_with_their_own_agency_alone(cast):
    beginning = AgencyRole.objects.create(user=cast.lan, agency=cast.science, valid_from=MARCH_1)
    merge_agencies(predecessors=[cast.science], successor=cast.justice, effective_on=MARCH_1)
    beginning.refresh_from_db()
    assert beginning.valid_to is None
    assert cast.minh.agency_roles.get().valid_to == MARCH_1
    assert cast.phuc.agency_roles.get().valid_to is None


def test_agencies_below_are_enough_to_keep_one_from_being_dissolved(cast):
    upper = new_agency(cast, since=DAY_BEFORE)
    new_agency(cast, "tt-c", since=DAY_BEFORE, parent=upper)
    with pytest.raises(StillInUse):
        dissolve_agency(agency=upper, effective_on=MARCH_1)


def test_an_agency_with_a_change_that_is_entered_for_later_does_not_cease(cast):
    empty(cast.centre)
    revise_agency(agency=cast.centre, effective_on=JULY_1, name="Trung tâm Mới")
    with pytest.raises(DatesDoNotFit):
        dissolve_agency(agency=cast.centre, effective_on=MARCH_1)
    assert cast.centre.versions.count() == 2


def test_an_agency_does_not_cease_on_the_day_of_another_change(cast):
    empty(cast.centre)
    revise_agency(agency=cast.centre, effective_on=JULY_1, name="Trung tâm Mới")
    with pytest.raises(DatesDoNotFit):
        dissolve_agency(agency=cast.centre, effective_on=JULY_1)
    assert cast.centre.versions.count() == 2


def test_agencies_below_that_change_the_same_day_come_along_with_their_change(cast):
    revise_agency(agency=cast.centre, effective_on=MARCH_1, name="Trung tâm Mới")
    merge_agencies(predecessors=[cast.science], successor=cast.justice, effective_on=MARCH_1)
    version = AgencyVersion.objects.valid_on(MARCH_1).get(agency=cast.centre)
    assert (version.parent, version.name) == (cast.justice, "Trung tâm Mới")
    assert cast.centre.versions.count() == 2
    before = AgencyVersion.objects.valid_on(DAY_BEFORE).get(agency=cast.centre)
    assert before.parent == cast.science


def test_people_keep_their_kind_of_post_their_rank_and_its_end(cast):
    make_posting(
        cast.hung,
        cast.science,
        cast.specialist,
        kind=PostingKind.CONCURRENT,
        rank=cast.rank,
        valid_to=JULY_1,
    )
    merge_agencies(predecessors=[cast.science], successor=cast.justice, effective_on=MARCH_1)
    carried = Posting.objects.get(learner=cast.hung, kind="concurrent", valid_from=MARCH_1)
    assert (carried.agency, carried.position) == (cast.justice, cast.specialist)
    assert (carried.rank, carried.valid_to) == (cast.rank, JULY_1)
    past = Posting.objects.get(learner=cast.hung, kind="concurrent", valid_from=FIRST_DAY)
    assert (past.agency, past.valid_to) == (cast.science, MARCH_1)


def test_who_begins_on_the_day_of_a_merger_begins_in_the_successor(cast):
    make_posting(
        cast.hung,
        cast.science,
        cast.specialist,
        kind=PostingKind.CONCURRENT,
        valid_from=MARCH_1,
    )
    merge_agencies(predecessors=[cast.science], successor=cast.justice, effective_on=MARCH_1)
    assert Posting.objects.get(learner=cast.hung, kind="concurrent").agency == cast.justice
    assert not Posting.objects.valid_on(MARCH_1).filter(agency=cast.science).exists()
    assert Posting.objects.counting_on(MARCH_1).get(learner=cast.lan).agency == cast.justice
