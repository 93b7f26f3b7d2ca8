"""An optional quiz is no dead end: skipped, gone on from, with the outline beside it."""

import pytest
from django.utils import timezone

from assessments.marking.gradings import submit_attempt
from assessments.taking.starting import start_attempt
from assessments.words import QuizPurpose
from lms.enrolments.services import complete_activity
from tests.assessments.makers import answer_all, make_question, make_quiz
from tests.assessments.taking.pages import url
from tests.courses.makers import make_lesson


@pytest.fixture
def course(quizzed):
    """A lesson, the optional practice, a lesson; the quiz of the fixture stands before them."""
    quizzed.quiz.required = False
    quizzed.quiz.save()
    quizzed.before = make_lesson(quizzed.course, "Bài trước")
    quizzed.practice = make_quiz(
        quizzed.course,
        [make_question(quizzed.bank)],
        title="Luyện tập",
        purpose=QuizPurpose.PRACTICE,
        required=False,
    )
    quizzed.after = make_lesson(quizzed.course, "Bài sau")
    return quizzed


def view_of(lan, quiz):
    response = lan.get(quiz.url)
    assert response.status_code == 200
    return response


def test_an_optional_practice_may_be_skipped(course, lan) -> None:
    text = view_of(lan, course.practice).content.decode()
    assert "Bỏ qua, học tiếp: Bài sau" in text
    assert f'href="{course.after.url}"' in text
    assert "Bắt đầu làm bài" in text


def test_the_outline_and_the_neighbours_stand_beside_a_quiz(course, lan) -> None:
    text = view_of(lan, course.practice).content.decode()
    assert 'aria-label="Nội dung khóa học"' in text
    assert 'rel="prev"' in text
    assert 'rel="next"' in text
    assert text.index(course.before.url) < text.index(course.after.url)
    assert "Không bắt buộc" in text


def test_a_required_quiz_says_its_place_and_is_not_skipped(course, lan) -> None:
    course.practice.required = True
    course.practice.save()
    text = view_of(lan, course.practice).content.decode()
    assert "Bỏ qua" not in text
    assert "Hoạt động 2/3" in text


def test_skipping_leads_past_what_is_locked_and_back_to_what_was_left_out(course, lan) -> None:
    course.course.activity_order = "sequential"
    course.course.save()
    assert "Bỏ qua, học tiếp: Bài trước" in view_of(lan, course.quiz).content.decode()
    course.course.activity_order = "free"
    course.course.save()
    course.practice.move(course.after, pos="right")
    complete_activity(enrolment=course.enrolment, page=course.after)
    assert "Bỏ qua, học tiếp: Bài trước" in view_of(lan, course.practice).content.decode()


def test_at_the_end_it_leads_to_the_course(course, lan) -> None:
    for page in (course.before, course.after):
        complete_activity(enrolment=course.enrolment, page=page)
    course.practice.move(course.after, pos="right")
    text = view_of(lan, course.practice).content.decode()
    assert "Bỏ qua, học tiếp" not in text
    assert f'href="{course.course.url}"' in text


def test_done_it_goes_on_and_a_running_one_is_not_left(course, lan) -> None:
    attempt = start_attempt(
        learner=course.cast.lan, quiz=course.practice, enrolment=course.enrolment
    )
    assert "Bỏ qua" not in view_of(lan, course.practice).content.decode()
    answer_all(attempt)
    submit_attempt(attempt=attempt, now=timezone.now())
    text = view_of(lan, course.practice).content.decode()
    assert "Tiếp tục: Bài sau" in text
    assert "Bỏ qua" not in text


def test_failing_an_optional_quiz_still_leads_on(course, lan) -> None:
    quiz = make_quiz(
        course.course,
        [make_question(course.bank)],
        title="Tự kiểm tra",
        purpose=QuizPurpose.FINAL,
        required=False,
    )
    attempt = start_attempt(learner=course.cast.lan, quiz=quiz, enrolment=course.enrolment)
    submit_attempt(attempt=attempt)
    assert "Tiếp tục: Bài trước" in lan.get(url("attempt_result", attempt)).content.decode()


def test_a_visitor_finds_no_outline_and_nothing_to_skip(course, client) -> None:
    text = client.get(course.practice.url).content.decode()
    assert "outline-drawer" not in text
    assert "Bỏ qua, học tiếp" not in text


def test_its_editor_finds_the_outline_too(course, signed_in) -> None:
    text = signed_in(course.cast.trainer).get(course.practice.url).content.decode()
    assert "outline-drawer" in text
    assert "Bỏ qua, học tiếp" not in text
