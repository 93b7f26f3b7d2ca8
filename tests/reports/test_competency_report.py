"""The dataset: who is counted, what is proved, as of a day, and that everything adds up."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from lms.agencies.access import visible_agencies
from lms.agencies.models import AgencyVersion, Position, Posting, PostingKind
from lms.competencies.models import EvidenceKind
from lms.reports.datasets import CompetencyReport, competency_report
from lms.reports.datasets.shape import Cell
from lms.reports.exceptions import ReportRefused
from tests.cast import FIRST_DAY, make_agency, make_posting, make_user
from tests.reports.world import DAY, World, report_on


def report_of(world: World, day: dt.date = DAY, agency=None, **options) -> CompetencyReport:
    return report_on(agency or world.cast.science, day, **options)


def cells(report: CompetencyReport) -> dict[str, Cell]:
    return dict(zip((c.code for c in report.competencies), report.totals, strict=True))


def assert_it_adds_up(report: CompetencyReport) -> None:
    n = report.denominator
    assert n.register == n.counted + n.elsewhere + n.without_posting
    assert n.counted == n.with_requirements + n.without_requirements
    assert n.with_requirements == n.meeting_all + n.with_gap
    assert n.counted == sum(line.people for line in report.agencies)
    assert n.counted == report.heat_map[-1].people == sum(r.people for r in report.heat_map[:-1])
    for column, total in enumerate(report.totals):
        assert total.required == total.meeting + total.below + total.unproved
        assert total == Cell(
            *(sum(v) for v in zip(*(r.cells[column] for r in report.heat_map[:-1]), strict=True))
        )
        code = report.competencies[column].code
        rows = [row for row in report.agency_levels if row.competency_code == code]
        assert total.required == sum(row.required for row in rows)
        assert total.meeting == sum(row.meeting for row in rows)
        gaps = [gap for gap in report.gaps if gap.competency_code == code]
        assert len(gaps) == total.below + total.unproved
    assert len({gap.person_code for gap in report.gaps}) == n.with_gap
    assert sum(band.people for band in report.periods.bands) == n.counted
    for dimension in ("gender", "rank"):
        parts = [row for row in report.breakdowns if row.dimension == dimension]
        assert sum(row.people for row in parts) == n.counted
        assert sum(row.meeting for row in parts) == report.total.meeting
    for course in report.completion:
        assert course.enrolments == course.completed + course.open + course.withdrawn
    for row in report.certificates:
        assert row.issued == row.valid + row.expired + row.superseded + row.revoked


def test_people_of_the_agency_and_below_are_counted_against_what_their_position_requires(world):
    world.require(world.data, 3)
    world.prove(world.cast.lan, world.data, 3)
    world.prove(world.cast.nga, world.data, 2)
    report = report_of(world)
    assert report.denominator.counted == 3  # lan, minh, nga of the centre below
    assert cells(report)["CT03"] == Cell(required=3, meeting=1, below=1, unproved=1)
    assert [row.code for row in report.heat_map[:-1]] == ["so-a", "tt-a"]
    assert [(g.person_code, g.required, g.proved, g.gap) for g in report.gaps] == [
        ("minh", 3, 0, 3),
        ("nga", 3, 2, 1),
    ]
    assert_it_adds_up(report)


def test_a_province_with_everything_in_it_adds_up(world):
    cast = world.cast
    world.require(world.data, 2)
    world.require(world.security, 4)
    bare = Position.objects.create(code="khac", name="Khác")
    for index, user in enumerate(world.people(cast.centre, 7)):
        world.prove(user, world.data, index % 4 + 1)
        world.complete(user, dt.date(2026, 2, 1), periods=index * 8)
    make_posting(make_user("x1", "Vũ Văn X", gender="male"), cast.justice, bare)
    gone = make_user("x2", "Vũ Văn Y")
    make_posting(gone, cast.justice, bare, valid_to=dt.date(2025, 1, 1))
    world.certify(cast.lan)
    report = report_of(world, agency=cast.province)
    assert (report.denominator.without_requirements, report.denominator.without_posting) == (1, 1)
    assert_it_adds_up(report)


def test_a_competency_code_of_two_frameworks_stays_two_columns(world):
    from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel

    other = Framework.objects.create(code="tt02", version="2025", name="Khác")
    level = ProficiencyLevel.objects.create(framework=other, number=1, name="Mức 1")
    twin = Competency.objects.create(framework=other, code="CT03", name="Trùng mã")
    world.require(world.data, 3)
    RequiredLevel.objects.create(
        position=world.cast.specialist, competency=twin, level=level, valid_from=FIRST_DAY
    )
    report = report_of(world)
    assert len({line.code for line in report.competencies}) == 2
    assert_it_adds_up(report)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"expires_on": dt.date(2026, 7, 1)}, True),
        ({"expires_on": DAY}, False),
        ({"revoked_on": dt.date(2026, 7, 1)}, True),
        ({"revoked_on": DAY}, False),
        ({"achieved_on": DAY}, True),
        ({"achieved_on": dt.date(2026, 7, 1)}, False),
        ({"kind": EvidenceKind.SELF}, False),
        ({"kind": EvidenceKind.RECOGNISED}, True),
    ],
)
def test_only_evidence_in_force_on_the_day_proves_a_level(world, fields, counts):
    world.require(world.data, 3)
    world.prove(world.cast.lan, world.data, 3, **fields)
    assert cells(report_of(world))["CT03"].meeting == int(counts)


def test_the_past_is_read_as_it_was(world):
    cast = world.cast
    world.require(world.data, 2)
    world.prove(cast.lan, world.data, 2, achieved_on=dt.date(2026, 5, 1))
    posting = Posting.objects.get(learner=cast.lan)
    posting.valid_to = dt.date(2026, 4, 1)
    posting.save()
    make_posting(cast.lan, cast.justice, cast.specialist, valid_from=dt.date(2026, 4, 1))
    before, after = report_of(world, dt.date(2026, 3, 31)), report_of(world, DAY)
    assert before.denominator.counted == 3
    assert cells(before)["CT03"].meeting == 0  # the evidence came later
    assert after.denominator.counted == 2
    assert after.denominator.elsewhere == 1
    there = report_of(world, DAY, agency=cast.justice)
    assert cells(there)["CT03"].meeting == 1
    for report in (before, after, there):
        assert_it_adds_up(report)


def test_a_person_with_two_posts_counts_once_where_the_main_post_is(world):
    cast = world.cast
    make_posting(cast.hung, cast.science, cast.specialist, kind=PostingKind.CONCURRENT)
    report = report_of(world)
    assert report.denominator.counted == 3
    assert report.denominator.elsewhere == 1
    assert_it_adds_up(report)


def test_an_agency_without_people_gives_an_empty_report(world):
    empty = make_agency("trong", "Chi cục trống", parent=world.cast.science)
    report = report_of(world, agency=empty)
    assert report.denominator.counted == 0
    assert report.total.share is None
    assert report.periods.share is None
    assert_it_adds_up(report)


def test_the_future_and_days_before_the_agency_are_refused(world):
    with pytest.raises(ReportRefused):
        report_of(world, timezone.localdate() + dt.timedelta(days=1))
    with pytest.raises(ReportRefused):
        report_of(world, FIRST_DAY - dt.timedelta(days=1))


def test_the_same_day_gives_the_same_hash_in_any_language_and_after_later_rows(world):
    world.require(world.data, 3)
    world.prove(world.cast.lan, world.data, 3)
    with translation.override("vi"):
        first = report_of(world)
    world.prove(world.cast.nga, world.data, 3, achieved_on=dt.date(2026, 7, 5))
    world.complete(world.cast.nga, dt.date(2026, 8, 1))
    newcomer = make_user("moi", "Người Mới")
    make_posting(
        newcomer, world.cast.science, world.cast.specialist, valid_from=dt.date(2026, 9, 1)
    )
    with translation.override("en"):
        second = report_of(world, generated_by=world.cast.minh)
    assert first.provenance.sha256 == second.provenance.sha256
    assert len(first.provenance.sha256) == 64
    world.prove(world.cast.nga, world.data, 1, achieved_on=dt.date(2026, 6, 5))
    assert report_of(world).provenance.sha256 != first.provenance.sha256


def test_no_birthday_and_no_ethnic_group_are_in_the_report(world):
    from lms.reports.renderers import RENDERERS

    cast = world.cast
    cast.lan.date_of_birth, cast.lan.ethnic_group = dt.date(1991, 2, 3), "Sán Dìu"
    cast.lan.save()
    world.require(world.data, 3)
    text = RENDERERS["json"].render(report_of(world)).decode()
    assert "1991" not in text
    assert "Sán Dìu" not in text


def test_the_number_of_queries_does_not_grow_with_the_people(world):
    world.require(world.data, 3)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            report_of(world)
        return len(captured)

    world.people(world.cast.centre, 5)
    few = queries()
    for user in world.people(world.cast.centre, 55):
        world.prove(user, world.data, 2)
        world.complete(user, dt.date(2026, 2, 1))
    assert queries() == few <= 15


def test_the_name_is_that_of_the_day(world):
    version = AgencyVersion.objects.get(agency=world.cast.science)
    version.valid_to = dt.date(2026, 5, 1)
    version.save()
    AgencyVersion.objects.create(
        agency=world.cast.science,
        name="Sở Khoa học, Công nghệ và Chuyển đổi số",
        kind=version.kind,
        parent=world.cast.province,
        valid_from=dt.date(2026, 5, 1),
    )
    assert report_of(world, dt.date(2026, 4, 30)).agency_name == "Sở Khoa học và Công nghệ"
    assert report_of(world, DAY).agency_name.endswith("Chuyển đổi số")


def test_nobody_computes_a_report_of_an_agency_they_may_not_see(world):
    today = timezone.localdate()
    seen = visible_agencies(world.cast.minh, today)
    with pytest.raises(PermissionError):
        competency_report(agency=world.cast.justice, visible=seen, as_of=today)
    own = competency_report(agency=world.cast.science, visible=seen, as_of=today)
    assert own.agency_code == world.cast.science.code
