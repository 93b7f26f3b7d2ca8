"""“As it was” and “by today's successors” are two readings of the same people."""

import datetime as dt

import pytest

from lms.agencies.models import Agency, AgencyVersion, Posting, Reorganisation, ReorganisationLink
from lms.reports.datasets import Reading
from lms.reports.exceptions import ReportRefused
from tests.cast import make_agency, make_posting
from tests.reports.test_competency_report import assert_it_adds_up
from tests.reports.world import World, report_on

BEFORE = dt.date(2025, 6, 30)
ACT = dt.date(2025, 7, 1)


def close(agency: Agency) -> None:
    AgencyVersion.objects.filter(agency=agency, valid_to=None).update(valid_to=ACT)


def act(kind: str, *links: tuple[Agency | None, Agency | None]) -> None:
    made = Reorganisation.objects.create(kind=kind, effective_on=ACT)
    for predecessor, successor in links:
        ReorganisationLink.objects.create(
            reorganisation=made, predecessor=predecessor, successor=successor
        )


def move(user, agency: Agency, world: World) -> None:
    Posting.objects.filter(learner=user, valid_to=None).update(valid_to=ACT)
    make_posting(user, agency, world.cast.specialist, valid_from=ACT)


def counted(agency: Agency, reading: Reading, day: dt.date = BEFORE) -> int:
    report = report_on(agency, day, reading=reading)
    assert_it_adds_up(report)
    return report.denominator.counted


def test_merged_agencies_are_read_as_they_were_or_under_the_new_one(world):
    cast = world.cast
    world.require(world.data, 2)
    world.prove(cast.hung, world.data, 2, achieved_on=dt.date(2025, 1, 1))
    new = make_agency("so-ab", "Sở hợp nhất", parent=cast.province, since=ACT)
    close(cast.science)
    close(cast.justice)
    AgencyVersion.objects.filter(agency=cast.centre).update(valid_to=ACT)
    AgencyVersion.objects.create(
        agency=cast.centre, name="Trung tâm", kind="public_unit", parent=new, valid_from=ACT
    )
    act("merge", (cast.science, new), (cast.justice, new))
    assert counted(cast.science, Reading.AS_WAS) == 3
    assert counted(cast.justice, Reading.AS_WAS) == 2
    assert counted(new, Reading.SUCCESSORS) == 5
    merged = report_on(new, BEFORE, reading="successors")
    assert merged.total.meeting == 1
    assert merged.provenance.mapped_on is not None
    for reading in Reading:
        assert counted(cast.province, reading) == 5
    with pytest.raises(ReportRefused):
        report_on(new, BEFORE, reading=Reading.AS_WAS)
    with pytest.raises(ReportRefused):
        report_on(cast.science, BEFORE, reading=Reading.SUCCESSORS)


def test_after_a_split_people_stand_where_they_work_today(world):
    cast = world.cast
    east = make_agency("dong", "Sở Đông", parent=cast.province, since=ACT)
    west = make_agency("tay", "Sở Tây", parent=cast.province, since=ACT)
    close(cast.justice)
    act("split", (cast.justice, east), (cast.justice, west))
    move(cast.hung, west, world)  # phuc left: the first by code takes what nobody else claims
    Posting.objects.filter(learner=cast.phuc).update(valid_to=ACT)
    assert counted(east, Reading.SUCCESSORS) == 1
    assert counted(west, Reading.SUCCESSORS) == 1
    for reading in Reading:
        assert counted(cast.province, reading) == 5


def test_a_part_split_off_leaves_the_rest_where_it_was(world):
    cast = world.cast
    part = make_agency("phan", "Sở tách ra", parent=cast.province, since=ACT)
    act("split", (cast.justice, cast.justice), (cast.justice, part))
    move(cast.hung, part, world)
    assert counted(part, Reading.SUCCESSORS) == 1
    assert counted(cast.justice, Reading.SUCCESSORS) == 1
    assert counted(cast.province, Reading.SUCCESSORS) == 5


def test_an_agency_dissolved_without_a_successor_counts_with_the_one_above(world):
    cast = world.cast
    close(cast.centre)
    act("dissolve", (cast.centre, None))
    assert counted(cast.centre, Reading.AS_WAS) == 1
    assert counted(cast.science, Reading.SUCCESSORS) == 3
    assert counted(cast.province, Reading.SUCCESSORS) == 5


def test_without_reorganisations_both_readings_agree(world):
    world.require(world.data, 2)
    reports = [report_on(world.cast.science, BEFORE, reading=reading) for reading in Reading]
    assert reports[0].heat_map == reports[1].heat_map
    assert reports[0].denominator == reports[1].denominator
