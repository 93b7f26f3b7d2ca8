import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lms.enrolments.models import EnrolmentSource
from lms.enrolments.services import enrol, open_activity
from tests.courses.makers import make_course, make_lesson


def test_a_visitor_learns_what_this_is_and_where_to_go(cast):
    make_course(cast, "Khóa đầu tiên")
    html = Client().get("/").content.decode()
    for address in ("/accounts/login/", "/courses/", "/verify/"):
        assert f'href="{address}"' in html
    assert "Khóa đầu tiên" in html


def test_a_learner_without_courses_is_led_to_the_catalogue(cast, signed_in):
    response = signed_in(cast.lan).get("/")
    assert response.context["front"].next_course is None
    assert cast.lan.full_name in response.content.decode()


def test_the_next_step_is_in_the_course_touched_last(cast, signed_in):
    pages = {}
    for name in ("Một", "Hai", "Ba"):
        course = make_course(cast, name, code=name)
        pages[name] = make_lesson(course, f"Bài của {name}", minutes=8)
        enrol(learner=cast.lan, course=course)
    enrolment = cast.lan.enrolments.get(course__title="Hai")
    open_activity(enrolment=enrolment, page=pages["Hai"])
    front = signed_in(cast.lan).get("/").context["front"]
    assert front.next_course.next_activity.title == "Bài của Hai"


def test_what_is_due_soon_comes_before_what_was_touched_last(cast, signed_in):
    today = timezone.localdate()
    for name, days in (("Xa", 90), ("Gần", 3), ("Không hạn", None)):
        course = make_course(cast, name, code=name)
        make_lesson(course, f"Bài của {name}")
        due_on = today + dt.timedelta(days=days) if days else None
        enrol(learner=cast.lan, course=course, source=EnrolmentSource.ASSIGNED, due_on=due_on)
    front = signed_in(cast.lan).get("/").context["front"]
    assert front.next_course.enrolment.course.title == "Gần"
    assert [c.enrolment.course.title for c in front.due] == ["Gần", "Xa"]


@pytest.mark.parametrize("courses", [1, 12])
def test_queries_do_not_grow_with_the_courses(
    cast, signed_in, django_assert_max_num_queries, courses
):
    for number in range(courses):
        course = make_course(cast, f"Khóa {number}", code=f"K-{number}")
        make_lesson(course)
        enrol(learner=cast.lan, course=course)
    client = signed_in(cast.lan)
    client.get("/")
    with django_assert_max_num_queries(17):
        client.get("/")
