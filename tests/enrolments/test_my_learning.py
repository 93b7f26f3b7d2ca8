import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from lms.enrolments.records import periods_in_year, target_source
from lms.enrolments.services import complete_activity, enrol, withdraw
from tests.courses.makers import make_course, make_design, make_lesson
from tests.enrolments.makers import assign

URL = "/my/learning/"


def complete(learner, course, now=None):
    lesson = make_lesson(course, f"Bài của {course.title}")
    return complete_activity(enrolment=enrol(learner=learner, course=course), page=lesson, now=now)


def test_a_visitor_is_asked_to_sign_in(cast):
    assert "/accounts/login/" in Client().get(URL).headers["Location"]


def test_who_takes_nothing_is_led_to_the_catalogue(cast, signed_in):
    html = signed_in(cast.lan).get(URL).content.decode()
    assert "empty-state" in html
    assert 'href="/courses/"' in html


def test_open_courses_show_progress_and_the_next_step(cast, signed_in, taught):
    due_on = dt.date(2020, 1, 31)
    enrolment = assign(cast, cast.lan, taught.course, due_on=due_on, reason="Theo kế hoạch")
    complete_activity(enrolment=enrolment, page=taught.first)
    html = signed_in(cast.lan).get(URL).content.decode()
    assert 'value="50"' in html
    assert taught.last.url in html
    assert "31/01/2020" in html
    for words in (cast.minh.full_name, "Sở Khoa học và Công nghệ", "Theo kế hoạch"):
        assert words in html
    assert "status-tag--danger" in html


def test_completed_courses_show_date_periods_and_certificate(cast, signed_in):
    course = make_course(cast, certificate_design=make_design())
    enrolment = complete(cast.lan, course)
    course.title = "Tên mới"
    course.save()
    response = signed_in(cast.lan).get(URL)
    (item,) = response.context["completed"]
    assert item.certificate.source_reference == enrolment.reference
    html = response.content.decode()
    assert enrolment.course_title in html
    assert item.certificate.register_number in html


def test_an_unpublished_course_is_named_without_a_link(cast, signed_in, taught):
    enrol(learner=cast.lan, course=taught.course)
    Page.objects.filter(pk=taught.course.pk).update(live=False)
    html = signed_in(cast.lan).get(URL).content.decode()
    assert taught.course.title in html
    assert taught.course.url not in html


def test_withdrawn_courses_stay_on_record(cast, signed_in, taught):
    withdraw(enrolment=enrol(learner=cast.lan, course=taught.course))
    assert len(signed_in(cast.lan).get(URL).context["withdrawn"]) == 1


def test_nobody_sees_the_learning_of_others(cast, signed_in, taught):
    enrol(learner=cast.lan, course=taught.course)
    complete(cast.lan, make_course(cast, "Khóa kín", code="K-2"))
    html = signed_in(cast.minh).get(URL).content.decode()
    assert taught.course.title not in html
    assert "Khóa kín" not in html


def test_periods_count_in_the_year_of_completion_in_local_time(cast):
    last_hour = timezone.make_aware(dt.datetime(2025, 12, 31, 23, 30))
    complete(cast.lan, make_course(cast, "Một", code="K-1", credited_periods=5), last_hour)
    new_year = timezone.make_aware(dt.datetime(2026, 1, 1, 0, 30))
    complete(cast.lan, make_course(cast, "Hai", code="K-2", credited_periods=12), new_year)
    assert periods_in_year(cast.lan, year=2025).periods == 5
    year = periods_in_year(cast.lan, year=2026)
    assert (year.periods, year.target, year.percent) == (12, 40, 30)
    assert periods_in_year(cast.hung, year=2026).periods == 0


def test_more_than_the_target_is_a_full_bar(cast, settings):
    settings.LMS_YEARLY_PERIODS_TARGET = 10
    complete(cast.lan, make_course(cast, credited_periods=25))
    assert periods_in_year(cast.lan).percent == 100


@pytest.mark.parametrize("courses", [1, 12])
def test_queries_do_not_grow_with_the_courses(
    cast, signed_in, django_assert_max_num_queries, courses
):
    design = make_design()
    for number in range(courses):
        open_course = make_course(cast, f"Đang học {number}", code=f"O-{number}")
        make_lesson(open_course)
        enrol(learner=cast.lan, course=open_course)
        done = make_course(cast, f"Đã xong {number}", code=f"D-{number}", certificate_design=design)
        complete(cast.lan, done)
        given_up = make_course(cast, f"Đã rút {number}", code=f"W-{number}")
        withdraw(enrolment=enrol(learner=cast.lan, course=given_up))
    client = signed_in(cast.lan)
    client.get(URL)
    with django_assert_max_num_queries(15):
        client.get(URL)


def test_the_yearly_target_is_told_as_the_provinces_with_its_decision(cast, signed_in, settings):
    client = signed_in(cast.lan)
    assert "40 tiết trong năm theo chỉ tiêu của tỉnh" in client.get(URL).content.decode()
    settings.LMS_YEARLY_PERIODS_DECISION = "Quyết định số 12/QĐ-UBND"
    told = "theo chỉ tiêu của tỉnh (Quyết định số 12/QĐ-UBND)"
    assert told in client.get(URL).content.decode()
    assert target_source() == told
