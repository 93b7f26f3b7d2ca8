"""A course of two modules in the cast's catalogue, and a learner's clock."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from tests.cast import Cast
from tests.courses.makers import make_course, make_lesson, make_module

NOW = timezone.make_aware(dt.datetime(2026, 3, 2, 8, 0))


def later(**delta: float) -> dt.datetime:
    """Return a moment after NOW."""
    return NOW + dt.timedelta(**delta)


@dataclass
class Taught:
    course: CoursePage
    first: LessonPage
    practice: LessonPage  # not required
    last: LessonPage


@pytest.fixture
def taught(cast: Cast) -> Taught:
    course = make_course(cast)
    one = make_module(course, "Khái niệm")
    first = make_lesson(one, "Bài 1", minutes=8)
    practice = make_lesson(one, "Bài thêm", minutes=5, required=False)
    two = make_module(course, "Thước đo")
    last = make_lesson(two, "Bài 2", minutes=12)
    return Taught(course, first, practice, last)


@pytest.fixture
def in_order(taught: Taught) -> Taught:
    taught.course.activity_order = "sequential"
    taught.course.save()
    return taught
