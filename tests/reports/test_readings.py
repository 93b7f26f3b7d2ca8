"""“As it was” and “by today's successors” are two readings of the same people.

What happened to the agencies is entered as the administrator enters it: by the acts.
"""

import datetime as dt

import pytest

from lms.agencies.models import Agency, AgencyKind, Posting
from lms.agencies.services import (
    create_agency,
    dissolve_agency,
    end_posting,
    merge_agencies,
    revise_agency,
    split_agency,
    transfer,
)
from lms.reports.datasets import Reading
from lms.reports.exceptions import ReportRefused
from tests.reports.test_competency_report import assert_it_adds_up
from tests.reports.world import World, report_on

BEFORE = dt.date(2025, 6, 30)
ACT = dt.date(2025, 7, 1)
AFTERWARDS = dt.date(2025, 8, 1)


def department(code: str, name: str, world: World) -> Agency:
    return create_agency(
        code=code,
        name=name,
        kind=AgencyKind.DEPARTMENT,
        parent=world.cast.province,
        effective_on=ACT,
    )


def move(user, agency: Agency, world: World, on: dt.date = AFTERWARDS) -> None:
    transfer(learner=user, agency=agency, position=world.cast.specialist, effective_on=on)


def leave(user) -> None:
    end_posting(posting=Posting.objects.get(learner=user, valid_to=None), effective_on=AFTERWARDS)


def counted(agency: Agency, reading: Reading, day: dt.date = BEFORE) -> int:
    report = report_on(agency, day, reading=reading)
    assert_it_adds_up(report)
    return report.denominator.counted


def both(agency: Agency, day: dt.date = BEFORE) -> tuple[int, int]:
    """Return who is counted as it was, and by today's successors."""
    return counted(agency, Reading.AS_WAS, day), counted(agency, Reading.SUCCESSORS, day)


def test_merged_agencies_are_read_as_they_were_or_under_the_new_one(world):
    cast = world.cast
    world.require(world.data, 2)
    world.prove(cast.hung, world.data, 2, achieved_on=dt.date(2025, 1, 1))
    new = department("so-ab", "Sở hợp nhất", world)
    merge_agencies(predecessors=[cast.science, cast.justice], successor=new, effective_on=ACT)
    assert counted(cast.science, Reading.AS_WAS) == 3
    assert counted(cast.justice, Reading.AS_WAS) == 2
    assert counted(new, Reading.SUCCESSORS) == 5
    merged = report_on(new, BEFORE, reading="successors")
    assert merged.total.meeting == 1
    assert merged.provenance.mapped_on is not None
    assert both(cast.centre) == (1, 1)
    assert both(cast.province) == (5, 5)
    assert both(new, ACT) == (5, 5)
    with pytest.raises(ReportRefused):
        report_on(new, BEFORE, reading=Reading.AS_WAS)
    with pytest.raises(ReportRefused):
        report_on(cast.science, BEFORE, reading=Reading.SUCCESSORS)


def test_after_a_split_people_stand_where_they_work_today(world):
    cast = world.cast
    east = department("dong", "Sở Đông", world)
    west = department("tay", "Sở Tây", world)
    split_agency(agency=cast.justice, successors=[east, west], people_to=east, effective_on=ACT)
    move(cast.hung, west, world)
    leave(cast.phuc)  # the first successor by code takes whom nobody else claims
    assert counted(cast.justice, Reading.AS_WAS) == 2
    assert counted(east, Reading.SUCCESSORS) == 1
    assert counted(west, Reading.SUCCESSORS) == 1
    assert both(cast.province) == (5, 5)


def test_a_part_split_off_leaves_the_rest_where_it_was(world):
    cast = world.cast
    part = department("phan", "Sở tách ra", world)
    split_agency(
        agency=cast.justice,
        successors=[cast.justice, part],
        people_to=cast.justice,
        effective_on=ACT,
    )
    move(cast.hung, part, world)
    assert counted(part, Reading.SUCCESSORS) == 1
    assert both(cast.justice) == (2, 1)
    assert both(cast.province) == (5, 5)


def test_an_agency_dissolved_without_a_successor_counts_with_the_one_above(world):
    cast = world.cast
    move(cast.nga, cast.justice, world, on=ACT)
    dissolve_agency(agency=cast.centre, effective_on=ACT)
    assert counted(cast.centre, Reading.AS_WAS) == 1
    assert both(cast.science) == (3, 3)
    assert both(cast.justice) == (2, 2)
    assert both(cast.province) == (5, 5)


def test_an_agency_that_moved_counts_where_it_belonged_or_belongs(world):
    cast = world.cast
    revise_agency(agency=cast.centre, parent=cast.justice, effective_on=ACT)
    assert both(cast.centre) == (1, 1)
    assert both(cast.science) == (3, 2)
    assert both(cast.justice) == (2, 3)
    assert both(cast.science, ACT) == (2, 2)


def test_agencies_that_merged_and_were_renamed_are_followed_through_every_act(world):
    cast = world.cast
    merge_agencies(predecessors=[cast.centre], successor=cast.justice, effective_on=ACT)
    new = create_agency(
        code="moi",
        name="Sở mới",
        kind=AgencyKind.DEPARTMENT,
        parent=cast.province,
        effective_on=AFTERWARDS,
    )
    merge_agencies(predecessors=[cast.justice], successor=new, effective_on=AFTERWARDS)
    revise_agency(agency=new, name="Sở Nội vụ", effective_on=dt.date(2025, 9, 1))
    assert counted(new, Reading.SUCCESSORS) == 3
    assert counted(new, Reading.SUCCESSORS, ACT) == 3
    assert both(cast.science) == (3, 2)


def test_without_reorganisations_both_readings_agree(world):
    world.require(world.data, 2)
    reports = [report_on(world.cast.science, BEFORE, reading=reading) for reading in Reading]
    assert reports[0].heat_map == reports[1].heat_map
    assert reports[0].denominator == reports[1].denominator
