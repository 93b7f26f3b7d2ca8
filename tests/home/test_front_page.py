import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lms.enrolments.services import complete_activity, enrol, open_activity
from tests.courses.makers import make_course, make_lesson
from tests.enrolments.makers import assign
from tests.held import hold


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
        assign(cast, cast.lan, course, due_on=due_on)
    front = signed_in(cast.lan).get("/").context["front"]
    assert front.next_course.enrolment.course.title == "Gần"
    assert [c.enrolment.course.title for c in front.due] == ["Gần", "Xa"]


@pytest.mark.parametrize("courses", [1, 12])
def test_queries_do_not_grow_with_the_courses(
    cast, signed_in, django_assert_max_num_queries, monkeypatch, courses
):
    hold(monkeypatch)
    for number in range(courses):
        course = make_course(cast, f"Khóa {number}", code=f"K-{number}")
        make_lesson(course)
        enrol(learner=cast.lan, course=course)
    client = signed_in(cast.lan)
    client.get("/")
    with django_assert_max_num_queries(15):
        client.get("/")


def newest_titles(client: Client) -> list[str]:
    return [card.title for card in client.get("/").context["front"].newest]


def test_the_newest_courses_are_held_for_half_a_minute(cast, monkeypatch):
    now = [1000.0]
    hold(monkeypatch)
    monkeypatch.setattr("lms.core.held.time.monotonic", lambda: now[0])
    make_course(cast, "Khóa cũ", code="K-1")
    assert newest_titles(Client()) == ["Khóa cũ"]
    make_course(cast, "Khóa mới", code="K-2")
    now[0] += 29.9
    assert newest_titles(Client()) == ["Khóa cũ"]
    now[0] += 0.1
    assert newest_titles(Client()) == ["Khóa mới", "Khóa cũ"]


def test_ones_own_standing_on_a_card_is_never_old(cast, signed_in, monkeypatch):
    course = make_course(cast)
    lesson = make_lesson(course)
    client = signed_in(cast.lan)
    hold(monkeypatch)
    [card] = client.get("/").context["front"].newest
    assert (card.progress, card.required, card.status) == (None, False, "")
    enrolment = assign(cast, cast.lan, course)
    [card] = client.get("/").context["front"].newest
    assert (card.progress, card.required, card.status) == (0, True, "")
    complete_activity(enrolment=enrolment, page=lesson)
    [card] = client.get("/").context["front"].newest
    assert (card.progress, card.required, str(card.status)) == (None, False, "Đã hoàn thành")


def done_but_for_what_was_unpublished(cast, **fields):
    course = make_course(cast)
    first, last = make_lesson(course, "Bài 1"), make_lesson(course, "Bài 2", **fields)
    enrolment = enrol(learner=cast.lan, course=course)
    complete_activity(enrolment=enrolment, page=first)
    last.unpublish()
    return course, enrolment


@pytest.mark.parametrize("address", ["/", "/my/learning/"])
def test_a_course_whose_last_open_lesson_was_unpublished_can_be_finished(cast, signed_in, address):
    course, enrolment = done_but_for_what_was_unpublished(cast)
    client = signed_in(cast.lan)
    assert client.get(course.url).context["learning"].action == "finish"
    text = client.get(address).content.decode()
    assert f'action="/my/learning/{enrolment.pk}/finish/"' in text
    assert "Bạn chưa học khóa nào" not in text
    client.post(f"/my/learning/{enrolment.pk}/finish/")
    assert f"/my/learning/{enrolment.pk}/finish/" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/my/learning/"])
def test_finishing_comes_before_what_need_not_be_done(cast, signed_in, address):
    course, enrolment = done_but_for_what_was_unpublished(cast)
    make_lesson(course, "Đọc thêm", required=False)
    client = signed_in(cast.lan)
    assert client.get(course.url).context["learning"].action == "finish"
    assert f"/my/learning/{enrolment.pk}/finish/" in client.get(address).content.decode()


def test_a_course_without_anything_left_open_and_not_done_offers_nothing_anywhere(cast, signed_in):
    course = make_course(cast)
    lesson = make_lesson(course, "Bài 1")
    enrol(learner=cast.lan, course=course)
    lesson.unpublish()
    client = signed_in(cast.lan)
    assert client.get(course.url).context["learning"].action == "none"
    assert client.get("/").context["front"].next_course is None
    assert "/finish/" not in client.get("/my/learning/").content.decode()
