"""Which agencies a report covers, and where each posting of the day counts."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from lms.agencies.models import Agency, AgencyKind, AgencyVersion, Posting
from lms.agencies.services import (
    create_agency,
    dissolve_agency,
    end_posting,
    merge_agencies,
    revise_agency,
    split_agency,
    transfer,
)
from lms.agencies.tree import tree_as_of
from lms.reports.datasets.scope import EARLIEST, Scope, report_scope, successors_between
from lms.reports.datasets.shape import Reading
from lms.reports.exceptions import ReportRefused
from tests.cast import FIRST_DAY, make_posting, make_user
from tests.reports.world import World, report_on

BEFORE = dt.date(2025, 6, 30)
ACT = dt.date(2025, 7, 1)
LATER = dt.date(2025, 8, 1)


def department(world: World, code: str, on: dt.date = ACT, parent: Agency | None = None) -> Agency:
    return create_agency(
        code=code,
        name=f"Sở {code}",
        kind=AgencyKind.DEPARTMENT,
        parent=parent or world.cast.province,
        effective_on=on,
    )


def successors(world: World, day: dt.date = BEFORE, until: dt.date | None = None):
    """Return the codes of the successors by the code of their agency."""
    found = successors_between(day, tree_as_of(until or timezone.localdate()))
    codes = dict(Agency.objects.values_list("pk", "code"))
    return {codes[pk]: [codes[target] for target in targets] for pk, targets in found.items()}


# --- Refusals


def refusal(world: World, day: dt.date, reading: Reading = Reading.AS_WAS) -> str:
    with translation.override("en"), pytest.raises(ReportRefused) as refused:
        report_scope(agency=world.cast.centre, as_of=day, reading=reading)
    return str(refused.value)


def test_a_report_is_refused_with_what_to_do_instead(world):
    today = timezone.localdate()
    for reading in Reading:
        assert "lies in the future" in refusal(world, today + dt.timedelta(days=1), reading)
        assert "before any record" in refusal(world, EARLIEST - dt.timedelta(days=1), reading)
    assert "did not exist on that day" in refusal(world, EARLIEST)
    assert "did not exist on that day" in refusal(world, FIRST_DAY - dt.timedelta(days=1))
    end_posting(posting=Posting.objects.get(learner=world.cast.nga), effective_on=ACT)
    dissolve_agency(agency=world.cast.centre, effective_on=ACT)
    assert "did not exist on that day" in refusal(world, ACT)
    assert "no longer exists" in refusal(world, BEFORE, Reading.SUCCESSORS)


def test_the_first_day_of_an_agency_and_today_are_reported(world):
    for day in (FIRST_DAY, timezone.localdate()):
        scope = report_scope(agency=world.cast.science, as_of=day, reading=Reading.AS_WAS)
        assert scope.agencies == ((world.cast.science.pk, 0), (world.cast.centre.pk, 1))
        assert scope.counts_in == {pk: pk for pk, _depth in scope.agencies}
        assert (scope.as_of, scope.tree.day, scope.mapped_on) == (day, day, None)
        assert (scope.ambiguous, scope.chosen) == ({}, {})


def test_the_reading_by_successors_has_the_tree_of_today(world):
    today = timezone.localdate()
    scope = report_scope(agency=world.cast.science, as_of=BEFORE, reading=Reading.SUCCESSORS)
    assert (scope.as_of, scope.tree.day, scope.mapped_on) == (BEFORE, today, today)
    assert scope.reading == Reading.SUCCESSORS
    assert set(scope.counts_in) == {world.cast.science.pk, world.cast.centre.pk}


# --- Where a posting counts


@pytest.fixture
def scope(world: World) -> Scope:
    """Return a report of agency 1 with 2 below it; 10 counts in 2, 20 and 30 were split."""
    return Scope(
        agency_id=1,
        as_of=BEFORE,
        reading=Reading.SUCCESSORS,
        tree=tree_as_of(BEFORE),
        agencies=((1, 0), (2, 1)),
        counts_in={10: 2},
        ambiguous={20: (1, 2, 3), 30: (3, 2)},
        chosen={101: 2, 102: 3, 103: 9},
    )


@pytest.mark.parametrize(
    ("learner", "agency", "reported_in"),
    [
        (101, 10, 2),
        (999, 10, 2),
        (999, 11, None),
        (101, 20, 2),
        (102, 20, None),  # works in a successor outside the report
        (103, 20, 1),  # works in none of them: the first
        (999, 20, 1),
        (101, 30, 2),
        (103, 30, None),  # the first lies outside
        (999, 30, None),
    ],
)
def test_a_posting_of_a_split_agency_counts_where_its_holder_works_now(
    scope, learner, agency, reported_in
):
    assert scope.reported_in(learner, agency) == reported_in


def test_all_whose_people_may_be_reported_are_read(scope):
    assert scope.source_ids == [10, 20, 30]


# --- Successors


def test_without_an_act_every_agency_is_its_own_successor(world):
    department(world, "moi", on=LATER)
    assert successors(world) == {
        **{code: [code] for code in ("tinh", "so-a", "tt-a", "so-b")},
        "moi": ["moi"],
    }
    assert "moi" not in successors(world, until=ACT)


def test_of_several_successors_the_first_is_the_first_by_code(world):
    west, east = department(world, "tay"), department(world, "dong")
    split_agency(
        agency=world.cast.justice, successors=[west, east], people_to=west, effective_on=ACT
    )
    assert successors(world)["so-b"] == ["dong", "tay"]


def test_only_acts_after_the_day_and_up_to_the_other_are_followed(world):
    new = department(world, "moi")
    merge_agencies(predecessors=[world.cast.justice], successor=new, effective_on=ACT)
    assert successors(world)["so-b"] == ["moi"]
    assert successors(world, until=ACT)["so-b"] == ["moi"]
    # Before the act it stood as it was; from the day of the act on, it is read by what it became.
    assert successors(world, until=BEFORE)["so-b"] == ["so-b"]
    assert successors(world, day=ACT)["so-b"] == successors(world)["tinh"] == ["tinh"]


def test_acts_are_followed_one_after_the_other(world):
    cast = world.cast
    first, second = department(world, "z-moi"), department(world, "a-moi", on=LATER)
    merge_agencies(predecessors=[cast.justice], successor=first, effective_on=ACT)
    merge_agencies(predecessors=[first, cast.centre], successor=second, effective_on=LATER)
    found = successors(world)
    assert (found["so-b"], found["z-moi"], found["tt-a"]) == (["a-moi"],) * 3
    assert successors(world, until=ACT)["so-b"] == ["z-moi"]


def test_what_was_dissolved_counts_with_the_one_it_belonged_to_last(world):
    cast = world.cast
    revise_agency(agency=cast.centre, parent=cast.justice, effective_on=ACT)
    for person in Posting.objects.filter(agency=cast.centre, valid_to=None):
        end_posting(posting=person, effective_on=LATER)
    dissolve_agency(agency=cast.centre, effective_on=LATER)
    assert successors(world)["tt-a"] == ["so-b"]


def test_what_is_gone_without_an_act_counts_with_the_nearest_above_that_is_left(world):
    cast = world.cast
    deep = department(world, "sau", parent=cast.centre)
    AgencyVersion.objects.filter(agency__in=[deep, cast.centre]).update(valid_to=LATER)
    found = successors(world)
    assert (found["sau"], found["tt-a"]) == (["so-a"], ["so-a"])


def test_what_is_gone_with_all_above_it_counts_nowhere(world):
    AgencyVersion.objects.filter(agency=world.cast.province).update(valid_to=LATER)
    AgencyVersion.objects.filter(agency=world.cast.science).update(valid_to=LATER)
    assert (successors(world)["tinh"], successors(world)["so-a"]) == ([], [])


def test_a_circle_of_the_gone_ends(world):
    """Rows of an import may name each other as parents."""
    cast = world.cast
    AgencyVersion.objects.filter(agency=cast.centre).update(valid_to=LATER)
    AgencyVersion.objects.filter(agency=cast.science).update(parent=cast.centre, valid_to=LATER)
    assert successors(world)["tt-a"] == []


def test_who_works_below_a_successor_counts_in_it(world):
    cast = world.cast
    east, west = department(world, "dong"), department(world, "tay")
    below = department(world, "tay-1", parent=west)
    split_agency(agency=cast.justice, successors=[east, west], people_to=east, effective_on=ACT)
    transfer(learner=cast.hung, agency=below, position=cast.specialist, effective_on=LATER)
    counted = {
        agency.code: report_on(agency, BEFORE, reading=Reading.SUCCESSORS).denominator.counted
        for agency in (east, west, below, cast.province)
    }
    assert counted == {"dong": 1, "tay": 1, "tay-1": 0, "tinh": 5}


def test_who_works_elsewhere_today_counts_in_the_first_successor(world):
    cast = world.cast
    east, west = department(world, "dong"), department(world, "tay")
    split_agency(agency=cast.justice, successors=[east, west], people_to=west, effective_on=ACT)
    transfer(learner=cast.hung, agency=cast.science, position=cast.specialist, effective_on=LATER)
    assert report_on(east, BEFORE, reading=Reading.SUCCESSORS).denominator.counted == 1
    assert report_on(west, BEFORE, reading=Reading.SUCCESSORS).denominator.counted == 1
    assert report_on(cast.science, BEFORE, reading=Reading.SUCCESSORS).denominator.counted == 3


def test_what_people_outside_a_split_agency_did_is_not_counted_in_its_parts(world):
    """Outsiders are those of the split agency whom another part reports."""
    cast = world.cast
    east, west = department(world, "dong"), department(world, "tay")
    world.complete(cast.hung, dt.date(2025, 3, 1))
    world.complete(cast.phuc, dt.date(2025, 3, 1))
    world.certify(cast.hung, issued_on=dt.date(2025, 3, 1))
    split_agency(agency=cast.justice, successors=[east, west], people_to=east, effective_on=ACT)
    transfer(learner=cast.hung, agency=west, position=cast.specialist, effective_on=LATER)
    report = report_on(east, BEFORE, reading=Reading.SUCCESSORS)
    assert (report.completion_total.enrolments, report.completion_total.people) == (1, 1)
    assert report.certificate_total.issued == 0
    report = report_on(west, BEFORE, reading=Reading.SUCCESSORS)
    assert (report.completion_total.enrolments, report.certificate_total.issued) == (1, 1)
    assert report.denominator.elsewhere == 1


def test_people_are_sorted_by_given_name_and_then_by_code(world):
    for code in ("b2", "b1"):
        user = make_user(code, "Trần Thị Lan")
        make_posting(user, world.cast.science, world.cast.specialist)
    world.require(world.data, 1)
    report = report_on(world.cast.science, BEFORE)
    assert [gap.person_code for gap in report.gaps] == ["b1", "b2", "lan", "minh", "nga"]
