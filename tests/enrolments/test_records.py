"""What a learner's record tells: what is open and due, what is done, how much this year."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.enrolments.records import YearlyPeriods, open_courses, periods_in_year, with_certificates
from lms.enrolments.services import complete_activity, enrol, open_activity, withdraw
from tests.courses.makers import make_course, make_design, make_lesson
from tests.enrolments.conftest import NOW, later
from tests.enrolments.makers import assign

TODAY = dt.date(2026, 3, 2)


def complete(learner, course, now=None):
    enrolment = enrol(learner=learner, course=course)
    return complete_activity(enrolment=enrolment, page=make_lesson(course), now=now)


@pytest.mark.parametrize(
    ("days", "overdue", "due_soon"),
    [
        (-1, True, False),
        (0, False, True),
        (1, False, True),
        (7, False, True),
        (8, False, False),
        (None, False, False),
    ],
)
def test_a_course_is_due_soon_for_a_week_and_overdue_from_the_day_after(
    cast, taught, days, overdue, due_soon
):
    due_on = None if days is None else TODAY + dt.timedelta(days=days)
    opened = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(0)))
    assign(cast, cast.lan, taught.course, due_on=due_on, now=opened)
    (item,) = open_courses(cast.lan, today=TODAY)
    assert (item.is_overdue, item.is_due_soon) == (overdue, due_soon)


def test_what_is_due_is_told_as_of_today(cast, taught):
    assign(cast, cast.lan, taught.course, due_on=timezone.localdate())
    (item,) = open_courses(cast.lan)
    assert item.today == timezone.localdate()


def test_a_course_is_begun_with_the_first_activity_that_is_opened(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert open_courses(cast.lan)[0].offer == "start"
    open_activity(enrolment=enrolment, page=taught.practice)
    (item,) = open_courses(cast.lan)
    assert item.offer == "continue"
    assert item.enrolment == enrolment
    assert item.next_activity is not None
    assert item.next_activity.pk == taught.first.pk
    assert item.progress_note.startswith("0/2")


def test_what_was_touched_last_stands_first(cast):
    courses = [make_course(cast, f"Khóa {n}", code=f"K-{n}") for n in range(3)]
    lessons = [make_lesson(course) for course in courses]
    rows = [
        enrol(learner=cast.lan, course=course, now=later(days=n))
        for n, course in enumerate(courses)
    ]
    assert [item.enrolment for item in open_courses(cast.lan)] == rows[::-1]
    open_activity(enrolment=rows[0], page=lessons[0], now=later(days=1, hours=1))
    order = [rows[2], rows[0], rows[1]]
    assert [item.enrolment for item in open_courses(cast.lan)] == order


def test_only_the_own_open_courses_are_open(cast, taught):
    enrol(learner=cast.hung, course=taught.course)
    complete(cast.lan, make_course(cast, "Đã xong", code="K-2"))
    withdraw(enrolment=enrol(learner=cast.lan, course=taught.course))
    assert open_courses(cast.lan) == []
    assert len(open_courses(cast.hung)) == 1


def test_each_completed_course_stands_with_its_own_certificate(cast):
    certified = make_course(cast, "Có giấy", code="K-1", certificate_design=make_design())
    plain = make_course(cast, "Không giấy", code="K-2")
    own, without, other = (
        complete(cast.lan, certified),
        complete(cast.lan, plain),
        complete(cast.hung, certified),
    )
    with CaptureQueriesContext(connection) as captured:
        items = with_certificates([own, without])
    (query,) = captured
    assert own.reference in query["sql"]
    assert [item.enrolment for item in items] == [own, without]
    assert items[0].certificate is not None
    assert items[0].certificate.source_reference == own.reference
    assert items[1].certificate is None
    assert with_certificates([other])[0].certificate != items[0].certificate


@pytest.mark.parametrize(
    ("periods", "target", "percent"),
    [
        (0, 40, 0),
        (1, 3, 33),
        (2, 3, 67),
        (39, 40, 98),
        (399, 400, 99),
        (1, 400, 1),
        (40, 40, 100),
        (90, 40, 100),
        (0, 0, 100),
    ],
)
def test_the_bar_of_the_year_is_full_only_at_the_target(periods, target, percent):
    assert YearlyPeriods(2026, periods, target).percent == percent


def test_the_year_is_this_one_unless_another_is_asked_for(cast):
    complete(cast.lan, make_course(cast, "Năm nay", code="K-1", credited_periods=5))
    before = NOW.replace(year=2020)
    complete(cast.lan, make_course(cast, "Năm xưa", code="K-2", credited_periods=12), before)
    year = periods_in_year(cast.lan)
    assert (year.year, year.periods) == (timezone.localdate().year, 5)
    assert periods_in_year(cast.lan, year=2020) == YearlyPeriods(2020, 12, 40)
    assert periods_in_year(cast.lan, year=2019) == YearlyPeriods(2019, 0, 40)
