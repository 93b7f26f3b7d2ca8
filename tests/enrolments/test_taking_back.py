"""Taking a course back, or away: who learns there is counted, told and keeps the record."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from courses.models import CoursePage
from lms.enrolments.protection import KNOWING
from lms.enrolments.services import enrol
from tests.courses.makers import make_course, make_lesson, make_module


@pytest.fixture
def course(cast) -> CoursePage:
    course = make_course(cast)
    make_lesson(make_module(course), "Bài một")
    return course


def test_unpublishing_says_how_many_learn_there(cast, course, signed_in) -> None:
    enrol(learner=cast.lan, course=course)
    client = signed_in(cast.approver)
    lesson = course.get_descendants().last()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    for address in (
        reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[course.pk]),
        f"{bulk}?id={course.pk}",
    ):
        asked = client.post(address, {"include_descendants": "on"})
        (item,) = asked.context["pages"]
        assert item.learners == 1
        assert asked.context["kept"] == [("include_descendants", "on")]
        course.refresh_from_db()
        assert course.live
    answer = {KNOWING: "1", "include_descendants": "on"}
    client.post(reverse("wagtailadmin_pages:unpublish", args=[course.pk]), answer)
    assert not Page.objects.filter(path__startswith=course.path, live=True).exists()


def test_where_nobody_learns_nothing_more_is_asked(cast, course, signed_in) -> None:
    client = signed_in(cast.approver)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[course.pk]))
    course.refresh_from_db()
    assert not course.live


def test_who_learns_there_is_told_and_others_find_nothing(cast, course, signed_in) -> None:
    enrol(learner=cast.lan, course=course)
    lesson = course.get_descendants().last()
    addresses = [course.url, lesson.url]
    course.unpublish()
    for address in addresses:
        told = signed_in(cast.lan).get(address)
        assert told.status_code == 404
        assert "hiện không được xuất bản" in told.content.decode()
        other = signed_in(cast.hung).get(address)
        assert other.status_code == 404
        assert course.title not in other.content.decode()


def test_of_a_lesson_that_was_taken_back_the_rest_stays(cast, course, signed_in) -> None:
    enrol(learner=cast.lan, course=course)
    lesson = course.get_descendants().last()
    address = lesson.url
    lesson.specific.unpublish()
    shown = signed_in(cast.lan).get(address).content.decode()
    assert "Phần này của khóa học" in shown


def delete(page: Page) -> str:
    return reverse("delete_unused", args=[page.pk])


def test_a_copy_nobody_used_is_deleted_whole_by_who_wrote_it(cast, course, signed_in) -> None:
    for number in range(12):
        make_lesson(course, f"Bài {number}", live=False)
    copy = course.copy(
        recursive=True, update_attrs={"slug": "ban-sao", "title": "Bản sao"}, keep_live=False
    )
    client = signed_in(cast.trainer)
    explore = client.get(reverse("wagtailadmin_explore", args=[copy.pk])).content.decode()
    assert delete(copy) in explore
    assert "Bài 11" in client.get(delete(copy)).content.decode()
    client.post(delete(copy))
    assert not Page.objects.filter(slug="ban-sao").exists()
    assert PageLogEntry.objects.filter(action="wagtail.delete", user=cast.trainer).count() == 15


def test_what_was_published_is_deleted_by_who_publishes(cast, course, signed_in) -> None:
    assert signed_in(cast.trainer).post(delete(course)).status_code == 302
    assert CoursePage.objects.filter(pk=course.pk).exists()
    signed_in(cast.approver).post(delete(course))
    assert not CoursePage.objects.filter(pk=course.pk).exists()


def test_what_anybody_used_stays(cast, course, signed_in) -> None:
    enrol(learner=cast.lan, course=course)
    client = signed_in(cast.approver)
    explore = client.get(reverse("wagtailadmin_explore", args=[course.pk])).content.decode()
    assert delete(course) not in explore
    assert "không thể xóa" in client.post(delete(course)).content.decode().lower()
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_nobody_deletes_the_courses_of_others_or_what_is_no_course(cast, course, signed_in) -> None:
    assert signed_in(cast.minh).post(delete(course)).status_code == 302
    assert signed_in(cast.admin).post(delete(cast.site.catalogue)).status_code == 302
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_the_dashboard_names_the_own_courses_with_their_learners(cast, course, signed_in) -> None:
    enrol(learner=cast.lan, course=course)
    home = reverse("wagtailadmin_home")
    shown = signed_in(cast.trainer).get(home).content.decode()
    assert "my-courses" in shown
    assert course.title in shown
