"""Which competencies a report has columns for, and what is proved in each."""

import datetime as dt

import pytest

from lms.agencies.models import Position
from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel
from lms.reports.datasets import levels
from lms.reports.datasets.shape import Cell, Gap
from tests.cast import FIRST_DAY, make_posting, make_user
from tests.reports.world import DAY, World, report_on


def framework_with(
    world: World, code: str, version: str, *competencies: tuple[str, int]
) -> Framework:
    """Make a framework whose competencies the specialist needs on its first level."""
    framework = Framework.objects.create(code=code, version=version, name=code)
    level = ProficiencyLevel.objects.create(framework=framework, number=1, name="Một")
    for name, position in competencies:
        competency = Competency.objects.create(
            framework=framework, code=name, name=name, position=position
        )
        RequiredLevel.objects.create(
            position=world.cast.specialist,
            competency=competency,
            level=level,
            valid_from=FIRST_DAY,
        )
    return framework


def test_columns_stand_by_framework_version_place_and_code(world):
    framework_with(world, "b", "1", ("Z", 1), ("Y", 2), ("X", 2))
    framework_with(world, "a", "2", ("Q", 1))
    framework_with(world, "a", "1", ("R", 9))
    report = report_on(world.cast.science, DAY)
    assert [(line.framework, line.code) for line in report.competencies] == [
        ("a 1", "R"),
        ("a 2", "Q"),
        ("b 1", "Z"),
        ("b 1", "X"),
        ("b 1", "Y"),
    ]


def test_a_code_of_two_frameworks_is_told_apart_and_any_other_stays(world):
    framework_with(world, "a", "1", ("N1", 1), ("N2", 2))
    framework_with(world, "b", "2", ("N1", 1))
    report = report_on(world.cast.science, DAY)
    assert [line.code for line in report.competencies] == ["a 1 N1", "N2", "b 2 N1"]
    assert [gap.competency_code for gap in report.gaps][:3] == ["a 1 N1", "N2", "b 2 N1"]


def test_the_top_of_a_column_is_the_highest_level_that_a_position_of_the_people_requires(world):
    cast = world.cast
    head, nobodys = (
        Position.objects.create(code=code, name=code) for code in ("truong", "khong-ai")
    )
    world.require(world.data, 3)
    world.require(world.data, 2, head)
    world.require(world.data, 4, nobodys)
    world.require(world.security, 1, head)
    make_posting(make_user("h1", "Vũ Văn Hà"), cast.science, head)
    report = report_on(cast.science, DAY)
    assert [(line.code, line.top_level) for line in report.competencies] == [
        ("CT03", 3),
        ("CT05", 1),
    ]
    assert report.provenance.row_counts["required_levels"] == 3
    assert report.totals == (Cell(4, 0, 0, 4), Cell(1, 0, 0, 1))
    assert Gap(2, "h1", "Vũ Văn Hà", "so-a", "CT03", 2, 0) in report.gaps


def test_what_was_required_only_before_or_after_the_day_is_not(world):
    for competency, dates in (
        (world.data, {"valid_from": FIRST_DAY, "valid_to": DAY}),
        (world.security, {"valid_from": DAY + dt.timedelta(days=1)}),
    ):
        RequiredLevel.objects.create(
            position=world.cast.specialist, competency=competency, level=world.levels[1], **dates
        )
    report = report_on(world.cast.science, DAY)
    assert (report.competencies, report.totals) == ((), ())
    assert report.denominator.with_requirements == 0


@pytest.mark.parametrize("columns", [1, 2, 3, 50])
def test_however_many_columns_a_query_has_the_figures_are_the_same(world, monkeypatch, columns):
    cast = world.cast
    monkeypatch.setattr(levels, "COLUMNS_A_QUERY", columns)
    third = Competency.objects.create(
        framework=world.framework, code="CT07", name="Thứ ba", position=3
    )
    for competency in (world.data, world.security, third):
        world.require(competency, 2)
    world.prove(cast.lan, world.data, 2)
    world.prove(cast.nga, third, 1)
    world.prove(cast.nga, third, 3)
    world.prove(cast.minh, world.security, 1)
    world.prove(cast.minh, third, 1)
    report = report_on(cast.science, DAY)
    assert report.totals == (Cell(3, 1, 0, 2), Cell(3, 0, 1, 2), Cell(3, 1, 1, 1))
    assert report.provenance.row_counts["proved_levels"] == 4
    assert [(g.person_code, g.competency_code, g.proved) for g in report.gaps] == [
        ("lan", "CT05", 0),
        ("lan", "CT07", 0),
        ("minh", "CT03", 0),
        ("nga", "CT03", 0),
        ("nga", "CT05", 0),
        ("minh", "CT05", 1),
        ("minh", "CT07", 1),
    ]
