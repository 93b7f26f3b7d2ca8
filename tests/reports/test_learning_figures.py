"""Enrolments and heads, credited periods, certificates by their standing on the day."""

import datetime as dt
from typing import Any

from django.utils import timezone

from courses.models import CoursePage
from lms.accounts.models import AccountStanding
from lms.enrolments.models import Enrolment
from lms.enrolments.records import periods_in_year
from lms.reports.datasets.shape import CertificateCount, CourseCompletion
from tests.cast import Cast
from tests.enrolments.makers import make_due
from tests.reports.test_competency_report import assert_it_adds_up
from tests.reports.world import DAY, World, report_on


def report_of(world: World, day: dt.date = DAY):
    report = report_on(world.cast.science, day)
    assert_it_adds_up(report)
    return report


def moment(day: dt.date, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def another_course(cast: Cast) -> CoursePage:
    course = CoursePage(title="Khóa khác", slug="khac", code="008", summary="x")
    return cast.site.catalogue.add_child(instance=course)


def test_enrolments_and_people_are_counted_separately(world):
    cast, course = world.cast, world.course
    world.complete(cast.lan, dt.date(2025, 3, 1))
    world.complete(cast.lan, dt.date(2026, 3, 1))
    opened = moment(dt.date(2026, 5, 1))
    late = Enrolment.objects.create(learner=cast.nga, course=course, opened_at=opened)
    make_due(late, dt.date(2026, 6, 29))
    Enrolment.objects.create(
        learner=cast.minh, course=course, opened_at=opened, withdrawn_at=moment(DAY)
    )
    Enrolment.objects.create(learner=cast.hung, course=course, opened_at=opened)  # elsewhere
    row = CourseCompletion("007", "Văn bản điện tử", 4, 2, 1, 1, 1, 3, 1)
    report = report_of(world)
    assert report.completion == (row,)
    assert report.completion_total[2:] == row[2:]


def test_what_happens_after_the_day_has_not_happened_yet(world):
    cast, course = world.cast, world.course
    opened = moment(dt.date(2026, 5, 1))
    given_up = Enrolment.objects.create(
        learner=cast.nga,
        course=course,
        opened_at=opened,
        withdrawn_at=moment(DAY + dt.timedelta(days=1), 0),
    )
    make_due(given_up, DAY)
    world.complete(cast.lan, DAY + dt.timedelta(days=3))
    world.complete(cast.minh, DAY + dt.timedelta(days=9))
    assert report_of(world).completion == (
        CourseCompletion("007", "Văn bản điện tử", 2, 0, 2, 0, 0, 2, 0),
    )


def test_periods_are_those_of_the_year_up_to_the_day(world, settings):
    settings.LMS_YEARLY_PERIODS_TARGET = 16
    cast = world.cast
    world.complete(cast.lan, dt.date(2025, 12, 31), periods=40)
    world.complete(cast.lan, dt.date(2026, 1, 1), periods=8)
    world.complete(cast.lan, DAY, periods=8, course=another_course(cast))
    world.complete(cast.nga, DAY + dt.timedelta(days=1), periods=40)
    world.complete(cast.minh, DAY, periods=15)
    periods = report_of(world).periods
    assert (periods.people, periods.target_reached, periods.periods) == (3, 1, 31)
    assert periods.share == 0.333
    assert [(b.at_least, b.under, b.people) for b in periods.bands] == [
        (0, 1, 1),
        (1, 8, 0),
        (8, 16, 1),
        (16, None, 1),
    ]


def test_certificates_stand_as_on_the_day(world):
    lan = world.cast.lan
    later = DAY + dt.timedelta(days=1)
    world.certify(lan)
    world.certify(lan, expires_on=later)
    world.certify(lan, expires_on=DAY)
    world.certify(lan, revoked_at=moment(DAY, 23), expires_on=DAY)
    world.certify(lan, revoked_at=moment(later, 0))
    world.certify(lan, issued_on=later)
    world.renew(lan)
    world.renew(lan, issued_on=later)
    world.renew(lan, revoked_at=moment(DAY, 23))
    world.certify(world.cast.hung)
    assert report_of(world).certificate_total == CertificateCount("", "", 10, 6, 1, 1, 2)


def test_certificates_are_counted_by_course_whatever_its_title(world):
    cast = world.cast
    before, after = dt.date(2026, 3, 1), dt.date(2026, 5, 1)
    world.certify(cast.lan, course_reference="a", course_title="Soạn thảo", issued_on=before)
    world.certify(cast.minh, course_reference="b", course_title="Soạn thảo", issued_on=before)
    printed = {"course_code": "K-9"}
    world.certify(
        cast.nga, course_reference="a", course_title="Văn thư", issued_on=after, printed=printed
    )
    assert report_of(world).certificates == (
        CertificateCount("", "Soạn thảo", 1, 1, 0, 0, 0),
        CertificateCount("K-9", "Văn thư", 2, 2, 0, 0, 0),
    )
    assert [row[1:3] for row in report_of(world, before).certificates] == [
        ("Soạn thảo", 1),
        ("Soạn thảo", 1),
    ]


def test_a_course_gives_its_periods_once_a_calendar_year(world):
    lan = world.cast.lan
    for hour in range(5):
        world.complete(lan, DAY, periods=8, completed_at=moment(DAY, 9 + hour))
    world.complete(lan, dt.date(2025, 12, 31), periods=8)
    world.complete(lan, DAY, periods=4, course=another_course(world.cast))
    world.complete(world.cast.nga, DAY, periods=8)
    assert report_of(world).periods.periods == 8 + 4 + 8
    assert report_of(world, dt.date(2025, 12, 31)).periods.periods == 8
    assert periods_in_year(lan, year=2026).periods == 12
    assert periods_in_year(lan, year=2025).periods == 8
    taken = Enrolment.objects.for_learner(lan).with_counted_periods()
    rows: Any = taken.order_by("completed_at", "pk")
    assert [row.counted_periods for row in rows] == [8, 8, 4, 0, 0, 0, 0]


def test_an_account_that_is_closed_while_its_posting_goes_on_is_said(world):
    lan = world.cast.lan
    for is_active, since in ((False, dt.date(2026, 3, 1)), (True, dt.date(2026, 5, 1))):
        lan.is_active = is_active
        lan.save()
        AccountStanding.objects.filter(may_sign_in=is_active).update(since=moment(since))
    said = [
        report_of(world, dt.date(2026, month, 28)).denominator.account_closed
        for month in (2, 3, 4, 5)
    ]
    assert said == [0, 1, 1, 0]


def test_women_and_ranks_are_parts_of_the_same_people(world):
    world.require(world.data, 1)
    for user in world.people(world.cast.centre, 2):
        world.prove(user, world.data, 1)
    report = report_of(world)
    women = next(row for row in report.breakdowns if row.code == "female")
    assert (women.people, women.meeting_all, women.required, women.meeting) == (2, 2, 2, 2)
    assert [row.code for row in report.breakdowns if row.dimension == "rank"] == ["01.003"]
