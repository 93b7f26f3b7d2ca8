"""The activities of courses: every kind, in the order of the tree, grouped as they stand there."""

import pytest
from wagtail.models import Page

from assessments.models import QuizPage
from courses.activities import activity_models, kind_label, modules_of, pages_below
from courses.models import LessonPage
from tests.courses.makers import make_course, make_lesson, make_module, make_quiz


@pytest.fixture
def course(cast):
    return make_course(cast, "Khóa một", code="K-1")


@pytest.fixture
def other(cast, course):
    course.refresh_from_db()
    return make_course(cast, "Khóa hai", code="K-2")


def shown(course, *, drafts: bool = False) -> list[tuple[str, list[str]]]:
    """Return the modules of a course, each with the titles of its activities."""
    return titles(course, pages_below([course], drafts=drafts))


def titles(course, pages) -> list[tuple[str, list[str]]]:
    return [
        (module.page.title if module.page else "", [a.title for a in module.activities])
        for module in modules_of(course, pages)
    ]


def test_every_kind_of_activity_of_the_installed_rooms_is_known():
    activity_models.cache_clear()
    assert set(activity_models()) == {LessonPage, QuizPage}


@pytest.mark.parametrize(
    ("kind", "label"), [("lesson", "Bài học"), ("quiz", "Bài kiểm tra"), ("gói", "Gói")]
)
def test_kinds_of_activity_have_a_word_of_their_own(kind, label):
    assert kind_label(kind) == label


def test_activities_tell_their_kind_their_minutes_and_whether_they_are_required(course):
    lesson = make_lesson(course, "Bài", minutes=7)
    quiz = make_quiz(course, "Kiểm tra", minutes=20, required=False)
    (module,) = modules_of(course, pages_below([course]))
    assert [(a.pk, a.kind, a.minutes, a.required) for a in module.activities] == [
        (lesson.pk, "lesson", 7, True),
        (quiz.pk, "quiz", 20, False),
    ]


def test_below_no_course_there_is_nothing(course):
    make_lesson(course)
    assert list(pages_below([])) == []


def test_each_course_has_its_own_pages_and_is_none_of_them(course, other):
    first, second = make_lesson(course, "Bài một"), make_lesson(other, "Bài hai")
    assert [page.pk for page in pages_below([course])] == [first.pk]
    together = list(pages_below([course, other]))
    assert [page.pk for page in together] == [first.pk, second.pk]
    assert titles(course, together) == [("", ["Bài một"])]
    assert titles(other, together) == [("", ["Bài hai"])]


def test_drafts_are_read_only_when_they_are_asked_for(course):
    make_lesson(course, "Bài một")
    make_lesson(course, "Bản nháp", live=False)
    assert shown(course) == [("", ["Bài một"])]
    assert shown(course, drafts=True) == [("", ["Bài một", "Bản nháp"])]


def test_activities_beside_modules_stand_together_where_they_are(course):
    make_lesson(course, "Mở đầu")
    make_lesson(course, "Làm quen")
    module = make_module(course, "Học phần")
    make_lesson(module, "Bài một")
    make_lesson(module, "Bài hai")
    make_lesson(course, "Ôn tập")
    make_quiz(course, "Kiểm tra")
    assert shown(course) == [
        ("", ["Mở đầu", "Làm quen"]),
        ("Học phần", ["Bài một", "Bài hai"]),
        ("", ["Ôn tập", "Kiểm tra"]),
    ]


def test_a_module_without_activities_is_not_shown(course):
    make_module(course, "Trống")
    module = make_module(course, "Học phần")
    make_lesson(module, "Bài một")
    assert shown(course) == [("Học phần", ["Bài một"])]


@pytest.mark.parametrize("before", ["nothing", "an activity", "a module"])
def test_what_stands_in_an_unpublished_module_is_left_out(course, before):
    expected: list[tuple[str, list[str]]] = []
    if before == "an activity":
        make_lesson(course, "Mở đầu")
        expected = [("", ["Mở đầu"])]
    elif before == "a module":
        make_lesson(make_module(course, "Học phần"), "Bài một")
        expected = [("Học phần", ["Bài một"])]
    hidden = make_module(course, "Ẩn", live=False)
    make_lesson(hidden, "Bài ẩn")
    assert shown(course) == expected


def test_a_page_that_is_no_activity_is_left_out_and_what_follows_is_not(course):
    course.add_child(instance=Page(title="Trang thường"))
    make_lesson(course, "Bài một")
    assert shown(course) == [("", ["Bài một"])]
