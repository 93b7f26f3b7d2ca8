"""One agency with everything in it: each figure as it is worked out by hand from the rows."""

import dataclasses
import datetime as dt
import hashlib
import json

import pytest
from django.utils import timezone, translation

from courses.models import CoursePage
from lms.agencies.access import every_agency
from lms.agencies.models import Agency, AgencyVersion, Position, Posting, PostingKind, Rank
from lms.enrolments.models import ActivityProgress, Enrolment
from lms.reports.datasets import CompetencyReport, canonical_json, report_data
from lms.reports.datasets.learning import LearnerSums
from lms.reports.datasets.people import PersonLine, Wanted, read_people, select_people
from lms.reports.datasets.rules import rule_sentences
from lms.reports.datasets.shape import (
    AgencyLevel,
    AgencyLine,
    BreakdownRow,
    Cell,
    CertificateCount,
    CompetencyLine,
    CourseCompletion,
    Denominator,
    Gap,
    HeatRow,
    Label,
    PeriodBand,
    Reading,
    share,
    sum_cells,
)
from lms.reports.datasets.snapshot import Snapshot, read_snapshot
from tests.cast import make_agency, make_posting, make_user
from tests.enrolments.makers import make_due
from tests.reports.world import DAY, World, report_on


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


@pytest.fixture
def full(world: World, settings) -> World:
    """Four people count in science and the centre below; one works elsewhere, one has left."""
    settings.LMS_YEARLY_PERIODS_TARGET = 16
    cast = world.cast
    for user, gender in ((cast.lan, "female"), (cast.minh, "male"), (cast.hung, "male")):
        user.gender = gender
        user.save()
    older = Rank.objects.create(code="01.002", name="Chuyên viên chính", name_en="Senior")
    Posting.objects.filter(learner=cast.minh).update(rank=older)
    bare = Position.objects.create(code="khac", name="Khác")
    make_posting(make_user("x1", "Vũ Văn Xá", gender="male"), cast.centre, bare)
    make_posting(make_user("x2", "Vũ Văn Yên"), cast.science, bare, valid_to=dt.date(2025, 1, 1))
    make_posting(make_user("x3", "Vũ Văn Ý"), cast.science, bare, valid_from=dt.date(2026, 7, 1))
    make_posting(cast.hung, cast.science, cast.specialist, kind=PostingKind.CONCURRENT)

    world.require(world.data, 3)
    world.require(world.security, 2)
    world.prove(cast.lan, world.data, 3)
    world.prove(cast.lan, world.data, 1)
    world.prove(cast.lan, world.security, 4)
    world.prove(cast.nga, world.data, 2)

    other = cast.site.catalogue.add_child(
        instance=CoursePage(title="Bảo mật", slug="bm", code="003", summary="x")
    )
    opened = moment(dt.date(2026, 5, 1))
    world.complete(cast.lan, dt.date(2026, 3, 1))
    world.complete(cast.lan, dt.date(2026, 4, 1), course=other)
    world.complete(cast.hung, dt.date(2026, 4, 1))
    for learner, fields in (
        (cast.nga, {}),
        (cast.minh, {"withdrawn_at": moment(DAY)}),
        (cast.minh, {"opened_at": moment(DAY + dt.timedelta(days=1))}),
    ):
        Enrolment.objects.create(
            **{"learner": learner, "course": world.course, "opened_at": opened, **fields}
        )
    make_due(Enrolment.objects.get(learner=cast.nga), DAY - dt.timedelta(days=1))
    world.certify(cast.lan)
    world.certify(cast.lan, course_title="An toàn", revoked_at=moment(DAY))
    world.certify(cast.hung)
    return world


@pytest.fixture
def report(full: World) -> CompetencyReport:
    return report_on(full.cast.science, DAY, generated_by=full.cast.minh)


def test_who_is_counted_and_who_is_not(report):
    assert report.denominator == Denominator(
        register=6,
        counted=4,
        elsewhere=1,
        without_posting=1,
        with_requirements=3,
        without_requirements=1,
        meeting_all=1,
        with_gap=2,
        account_closed=0,
    )


def test_the_head_says_of_what_day_and_agency_it_is(report):
    assert (report.agency_code, report.agency_name) == ("so-a", "Sở Khoa học và Công nghệ")
    assert (report.parent_name, report.place) == ("Ủy ban nhân dân tỉnh", "")
    assert (report.as_of, report.reading) == (DAY, Reading.AS_WAS)
    assert report.agencies == (
        AgencyLine("so-a", "Sở Khoa học và Công nghệ", 0, "so-a", 2),
        AgencyLine("tt-a", "Trung tâm Chuyển đổi số", 1, "tt-a", 2),
    )
    assert report.competencies == (
        CompetencyLine("ct 1", "CT03", Label("Chia sẻ dữ liệu", "Data sharing"), 3),
        CompetencyLine("ct 1", "CT05", Label("An toàn thông tin", ""), 2),
    )


def test_the_heat_map_has_own_people_each_branch_and_the_total(report):
    own = (Cell(2, 1, 0, 1), Cell(2, 1, 0, 1))
    below = (Cell(1, 0, 1, 0), Cell(1, 0, 0, 1))
    both = (Cell(3, 1, 1, 1), Cell(3, 1, 0, 2))
    assert report.heat_map == (
        HeatRow("so-a", "Sở Khoa học và Công nghệ", True, 2, own, Cell(4, 2, 0, 2)),
        HeatRow("tt-a", "Trung tâm Chuyển đổi số", False, 2, below, Cell(2, 0, 1, 1)),
        HeatRow("so-a", "", False, 4, both, Cell(6, 2, 1, 3)),
    )
    assert report.totals == both
    assert (report.total, report.total.share) == (Cell(6, 2, 1, 3), 0.333)
    assert report.agency_levels == (
        AgencyLevel("so-a", "CT03", 2, 1, 0, 1),
        AgencyLevel("so-a", "CT05", 2, 1, 0, 1),
        AgencyLevel("tt-a", "CT03", 1, 0, 1, 0),
        AgencyLevel("tt-a", "CT05", 1, 0, 0, 1),
    )


def test_gaps_stand_with_the_biggest_first_then_as_people_are_sorted(report):
    assert report.gaps == (
        Gap(3, "minh", "Lê Quang Minh", "so-a", "CT03", 3, 0),
        Gap(2, "minh", "Lê Quang Minh", "so-a", "CT05", 2, 0),
        Gap(2, "nga", "Đỗ Thúy Nga", "tt-a", "CT05", 2, 0),
        Gap(1, "nga", "Đỗ Thúy Nga", "tt-a", "CT03", 3, 2),
    )
    assert all(type(gap) is Gap for gap in report.gaps)


def test_what_was_learned_is_counted_by_course_and_document(report):
    assert report.completion == (
        CourseCompletion("003", "Bảo mật", 1, 1, 0, 0, 0, 1, 1),
        CourseCompletion("007", "Văn bản điện tử", 3, 1, 1, 1, 1, 3, 1),
    )
    assert report.completion_total == CourseCompletion("", "", 4, 2, 1, 1, 1, 3, 1)
    assert report.certificates == (
        CertificateCount("", "An toàn", 1, 0, 0, 0, 1),
        CertificateCount("", "Văn bản điện tử", 1, 1, 0, 0, 0),
    )
    assert report.certificate_total == CertificateCount("", "", 2, 1, 0, 0, 1)


def test_the_periods_of_the_year_stand_in_bands(report):
    periods = report.periods
    assert (periods.target, periods.since) == (16, dt.date(2026, 1, 1))
    assert (periods.people, periods.periods, periods.target_reached) == (4, 16, 1)
    assert periods.share == 0.25
    assert periods.bands == (
        PeriodBand(0, 1, 3),
        PeriodBand(1, 8, 0),
        PeriodBand(8, 16, 0),
        PeriodBand(16, None, 1),
    )


@pytest.mark.parametrize(
    ("target", "edges"),
    [(15, [0, 1, 8, 15]), (16, [0, 1, 8, 16]), (2, [0, 1, 2]), (1, [0, 1]), (0, [0, 1])],
)
def test_the_bands_end_at_half_the_target_and_at_the_target(full, settings, target, edges):
    settings.LMS_YEARLY_PERIODS_TARGET = target
    bands = report_on(full.cast.science, DAY).periods.bands
    assert [band.at_least for band in bands] == edges
    assert [band.under for band in bands] == [*edges[1:], None]
    assert sum(band.people for band in bands) == 4


def test_the_parts_are_women_and_men_and_the_ranks_by_code(report):
    assert report.breakdowns == (
        BreakdownRow("gender", "female", Label("Nữ", "Women"), 1, 1, 1, 2, 2, 1, 1),
        BreakdownRow("gender", "male", Label("Nam", "Men"), 2, 1, 0, 2, 0, 0, 0),
        BreakdownRow(
            "gender", "", Label("Chưa ghi giới tính", "Gender not recorded"), 1, 1, 0, 2, 0, 0, 0
        ),
        BreakdownRow("rank", "01.002", Label("Chuyên viên chính", "Senior"), 1, 1, 0, 2, 0, 0, 0),
        BreakdownRow("rank", "01.003", Label("Chuyên viên", "Specialist"), 2, 2, 1, 4, 2, 1, 1),
        BreakdownRow("rank", "", Label("Chưa xếp ngạch", "Without a rank"), 1, 0, 0, 0, 0, 0, 0),
    )


def test_women_and_men_are_named_even_without_any_and_what_is_not_recorded_only_if_so(world):
    for user in (world.cast.lan, world.cast.minh, world.cast.nga):
        user.gender = "male"
        user.save()
    rows = report_on(world.cast.science, DAY).breakdowns
    assert [(row.dimension, row.code, row.people) for row in rows] == [
        ("gender", "female", 0),
        ("gender", "male", 3),
        ("rank", "01.003", 3),
    ]


def test_the_report_says_from_which_rows_it_comes(full, report):
    provenance = report.provenance
    assert timezone.now() - provenance.generated_at < dt.timedelta(minutes=5)
    assert (provenance.generated_by, provenance.mapped_on) == ("minh", None)
    assert provenance.row_counts == {
        "postings": 4,
        "required_levels": 2,
        "proved_levels": 3,
        "enrolments": 4,
        "certificates": 2,
    }
    assert report_on(full.cast.science, DAY).provenance.generated_by == ""


def test_the_data_are_tables_days_and_plain_values(report):
    data = report_data(report)
    fields = [field.name for field in dataclasses.fields(report)]
    assert list(data) == [name for name in fields if name != "provenance"]
    assert data["as_of"] == "2026-06-30"
    assert data["reading"] == "as-was"
    assert data["denominator"]["register"] == 6
    assert data["completion_total"]["completed"] == 2
    assert data["periods"]["since"] == "2026-01-01"
    assert data["periods"]["bands"]["columns"] == ["at_least", "under", "people"]
    assert data["gaps"]["columns"] == list(Gap._fields)
    assert data["gaps"]["rows"] == report.gaps
    written = json.loads(canonical_json(data))
    assert written["competencies"]["rows"][0] == [
        "ct 1",
        "CT03",
        ["Chia sẻ dữ liệu", "Data sharing"],
        3,
    ]


def test_the_fingerprint_is_that_of_the_canonical_json(report):
    data = canonical_json(report_data(report))
    assert report.provenance.sha256 == hashlib.sha256(data).hexdigest()


def test_the_canonical_json_is_sorted_short_and_in_utf_8():
    assert canonical_json({"b": [1, "Đ"], "a": None}) == '{"a":null,"b":[1,"Đ"]}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": float("nan")})


def test_shares_have_three_digits_and_none_without_a_whole():
    assert (share(2, 3), share(1, 8), share(0, 5), share(3, 0)) == (0.667, 0.125, 0.0, None)
    assert sum_cells(()) == Cell(0, 0, 0, 0)
    assert sum_cells((Cell(3, 1, 1, 1), Cell(2, 2, 0, 0))) == Cell(5, 3, 1, 1)
    assert (Cell(8, 1, 7, 0).share, Cell().share) == (0.125, None)


def test_a_label_is_read_in_the_language_of_the_interface():
    for language, text in (("vi", "Nữ"), ("en", "Women")):
        with translation.override(language):
            assert str(Label("Nữ", "Women")) == text
            assert str(Label("Nữ")) == "Nữ"


def test_an_agency_without_own_people_has_no_line_for_them_unless_it_is_alone(world):
    cast = world.cast
    empty = make_agency("trong", "Chi cục trống", parent=cast.science)
    rows = report_on(cast.science, DAY).heat_map
    assert [(r.code, r.is_own, r.people) for r in rows] == [
        ("so-a", True, 2),
        ("trong", False, 0),
        ("tt-a", False, 1),
        ("so-a", False, 3),
    ]
    rows = report_on(cast.province, DAY).heat_map
    assert [(r.code, r.is_own, r.people) for r in rows] == [
        ("so-a", False, 3),
        ("so-b", False, 2),
        ("tinh", False, 5),
    ]
    rows = report_on(empty, DAY).heat_map
    assert [(r.code, r.is_own, r.people) for r in rows] == [
        ("trong", True, 0),
        ("trong", False, 0),
    ]


def test_an_agency_counts_in_the_branch_it_lies_in_however_deep(world):
    cast = world.cast
    deep = make_agency("sau", "Tổ dữ liệu", parent=cast.centre)
    report = report_on(cast.province, DAY)
    assert [(a.code, a.depth, a.branch) for a in report.agencies] == [
        ("tinh", 0, "tinh"),
        ("so-a", 1, "so-a"),
        ("tt-a", 2, "so-a"),
        ("sau", 3, "so-a"),
        ("so-b", 1, "so-b"),
    ]
    assert report.parent_name == ""
    assert report_on(deep, DAY).parent_name == "Trung tâm Chuyển đổi số"


def renamed(agency: Agency, name: str, kind: str) -> None:
    AgencyVersion.objects.filter(agency=agency).update(name=name, kind=kind)


@pytest.mark.parametrize(
    ("above", "kind_above", "name", "kind", "place"),
    [
        ("Ủy ban nhân dân tỉnh Bắc Giang", "province", "Sở Tư pháp", "department", "Bắc Giang"),
        ("UBND TỈNH Bắc Giang", "province", "UBND xã Tân An", "commune", "Tân An"),
        ("UBND tỉnh Bắc Giang", "province", "UBND Phường Dĩnh Kế", "commune", "Dĩnh Kế"),
        ("UBND tỉnh Bắc Giang", "province", "UBND huyện Lạng Giang", "district", "Lạng Giang"),
        ("UBND tỉnh Bắc Giang", "province", "Đội xã Tân An", "department", "Bắc Giang"),
        ("UBND tỉnh Bắc Giang", "province", "Ủy ban", "commune", "Bắc Giang"),
        ("Bộ tỉnh Bắc Giang", "department", "Sở Tư pháp", "department", ""),
        ("UBND", "province", "Sở Tư pháp", "department", ""),
    ],
)
def test_the_place_is_that_of_the_nearest_body_of_a_place(
    world, above, kind_above, name, kind, place
):
    cast = world.cast
    renamed(cast.province, above, kind_above)
    renamed(cast.science, name, kind)
    assert report_on(cast.science, DAY).place == place


# --- People


@pytest.fixture
def snapshot(full: World) -> Snapshot:
    return read_snapshot(agency=full.cast.science, visible=every_agency(DAY), as_of=DAY)


def by_code(lines: list[PersonLine]) -> dict[str, PersonLine]:
    return {line.person.code: line for line in lines}


def test_every_person_has_a_line_with_post_levels_and_learning(full, snapshot):
    lines = read_people(snapshot)
    assert [line.person.code for line in lines] == ["lan", "minh", "nga", "x1"]
    lan, minh, nga, other = lines
    assert lan.person.name == "Trần Thị Lan"
    assert lan[1:] == (
        "so-a",
        "Sở Khoa học và Công nghệ",
        Label("Chuyên viên công nghệ thông tin", "IT specialist"),
        ("CT03", "CT05"),
        2,
        (),
        LearnerSums(2, 0, 0, 16),
        False,
    )
    assert (minh.met, minh.gaps) == (0, (("CT03", 3, 0), ("CT05", 2, 0)))
    assert minh.learning == LearnerSums(0, 0, 0, 0)
    assert (nga.agency_code, nga.agency_name) == ("tt-a", "Trung tâm Chuyển đổi số")
    assert nga.gaps == (("CT05", 2, 0), ("CT03", 3, 2))
    assert nga.learning == LearnerSums(0, 1, 1, 0)
    assert other[3:] == (Label("Khác"), (), 0, (), LearnerSums(0, 0, 0, 0), False)
    assert [line.gap_sum for line in lines] == [0, 5, 3, 0]
    assert [line.has_reached_periods for line in lines] == [True, False, False, False]


@pytest.mark.parametrize(
    ("opened", "seen", "is_inactive"),
    [
        (31, [], True),
        (30, [], False),
        (90, [31], True),
        (90, [30], False),
        (90, [80, 2], False),
        (90, [80, -1], True),
        (90, [-1], True),
        (-1, [], False),
    ],
)
def test_a_person_is_inactive_who_opened_nothing_of_an_open_course_for_thirty_days(
    world, opened, seen, is_inactive
):
    """Days are counted back from the last moment of the day."""
    cast = world.cast
    end = timezone.make_aware(dt.datetime.combine(DAY, dt.time(23, 59, 59)))

    def before(days: int) -> dt.datetime:
        return end - dt.timedelta(days=days) + dt.timedelta(seconds=1 if days == 30 else 0)

    enrolment = Enrolment.objects.create(
        learner=cast.nga, course=world.course, opened_at=before(opened)
    )
    for page, days in zip((cast.site.home, cast.site.catalogue), seen, strict=False):
        ActivityProgress.objects.create(
            enrolment=enrolment,
            page=page,
            first_opened_at=before(90),
            last_opened_at=before(days),
        )
    found = read_snapshot(agency=cast.science, visible=every_agency(DAY), as_of=DAY)
    assert [p.person.code for p in read_people(found) if p.is_inactive] == (
        ["nga"] if is_inactive else []
    )


def test_who_is_through_with_a_course_is_not_inactive(world):
    cast = world.cast
    world.complete(cast.nga, dt.date(2026, 1, 1))
    Enrolment.objects.create(
        learner=cast.lan,
        course=world.course,
        opened_at=moment(dt.date(2026, 1, 1)),
        withdrawn_at=moment(dt.date(2026, 1, 2)),
    )
    found = read_snapshot(agency=cast.science, visible=every_agency(DAY), as_of=DAY)
    assert not any(line.is_inactive for line in read_people(found))


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({}, ["lan", "minh", "nga", "x1"]),
        ({"text": "thi lan"}, ["lan"]),
        ({"text": "lan thi"}, ["lan"]),
        ({"text": "ĐỖ nga"}, ["nga"]),
        ({"text": "X1 va"}, ["x1"]),
        ({"text": "lan minh"}, []),
        ({"status": "gap"}, ["minh", "nga"]),
        ({"status": "met"}, ["lan"]),
        ({"status": "overdue"}, ["nga"]),
        ({"status": "inactive"}, ["nga"]),
        ({"status": "behind"}, ["minh", "nga", "x1"]),
        ({"status": "reached"}, ["lan"]),
        ({"status": "completed"}, ["lan"]),
        ({"status": "anything"}, ["lan", "minh", "nga", "x1"]),
        ({"competency": "CT03"}, ["lan", "minh", "nga"]),
        ({"competency": "CT03", "state": "required"}, ["lan", "minh", "nga"]),
        ({"competency": "CT03", "state": "gap"}, ["minh", "nga"]),
        ({"competency": "CT03", "state": "met"}, ["lan"]),
        ({"competency": "CT99", "state": "met"}, []),
        ({"state": "gap"}, ["lan", "minh", "nga", "x1"]),
        ({"text": "minh", "status": "met"}, []),
        ({"status": "gap", "competency": "CT99"}, []),
    ],
)
def test_a_selection_narrows_by_everything_it_names(full, snapshot, wanted, codes):
    Enrolment.objects.filter(learner=full.cast.nga).update(opened_at=moment(dt.date(2026, 5, 30)))
    lines = select_people(read_people(snapshot), Wanted(**wanted))
    assert [line.person.code for line in lines] == codes


def test_a_selection_names_agencies_or_none_at_all(full, snapshot):
    lines = read_people(snapshot)
    centre = frozenset({full.cast.centre.pk})
    assert list(by_code(select_people(lines, Wanted(agency_ids=centre)))) == ["nga", "x1"]
    assert select_people(lines, Wanted(agency_ids=frozenset())) == []


def test_a_gap_in_another_competency_leaves_one_met(full):
    full.prove(full.cast.nga, full.security, 2)
    found = read_snapshot(agency=full.cast.science, visible=every_agency(DAY), as_of=DAY)
    lines = read_people(found)
    for state, codes in (("met", ["lan", "nga"]), ("gap", ["minh"])):
        wanted = Wanted(competency="CT05", state=state)
        assert list(by_code(select_people(lines, wanted))) == codes


# --- Rules


def test_the_rules_say_in_whose_structure_the_agencies_are_read(report):
    with translation.override("en"):
        sentences = rule_sentences(report)
        mapped = rule_sentences(dataclasses.replace(report, reading=Reading.SUCCESSORS))
    assert len(sentences) == len(set(sentences)) == 8
    assert sentences[1].endswith("as they stood on the day.")
    assert "today's successors" in mapped[1]
    assert sentences[:1] + sentences[2:] == mapped[:1] + mapped[2:]
