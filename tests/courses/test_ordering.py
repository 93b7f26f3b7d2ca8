"""Pages are ordered by dragging where that is allowed, and it is offered nowhere else."""

import pytest
from django.urls import reverse

from courses.models import CoursePage
from tests.courses.makers import make_course, make_lesson


def listing(course: CoursePage) -> str:
    return reverse("wagtailadmin_explore", args=[course.pk]) + "?ordering=ord"


def drag_to_the_top(client, lesson) -> int:
    address = reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk])
    return client.post(f"{address}?position=0").status_code


def titles(course: CoursePage) -> list[str]:
    return list(course.get_children().values_list("title", flat=True))


@pytest.fixture
def draft(cast) -> CoursePage:
    course = make_course(cast, live=False)
    for title in ("Bài một", "Bài hai"):
        make_lesson(course, title, live=False)
    return course


def test_a_trainer_orders_the_pages_of_a_draft(cast, draft, signed_in) -> None:
    client = signed_in(cast.trainer)
    assert "w-orderable" in client.get(listing(draft)).content.decode()
    assert drag_to_the_top(client, draft.get_children().last()) == 200
    assert titles(draft) == ["Bài hai", "Bài một"]


def test_of_a_published_course_only_who_publishes_orders_the_pages(cast, draft, signed_in) -> None:
    CoursePage.objects.filter(pk=draft.pk).update(live=True)
    client, last = signed_in(cast.trainer), draft.get_children().last()
    assert "w-orderable" not in client.get(listing(draft)).content.decode()
    assert drag_to_the_top(client, last) == 302
    assert titles(draft) == ["Bài một", "Bài hai"]
    approver = signed_in(cast.approver)
    assert "w-orderable" in approver.get(listing(draft)).content.decode()
    assert drag_to_the_top(approver, last) == 200


def test_nobody_orders_the_drafts_of_others(cast, draft, signed_in) -> None:
    assert drag_to_the_top(signed_in(cast.minh), draft.get_children().last()) == 302
    assert titles(draft) == ["Bài một", "Bài hai"]
