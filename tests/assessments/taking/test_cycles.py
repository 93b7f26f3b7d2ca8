"""Limits, waits and keys belong to a person and a quiz, whatever happens to enrolments."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.standing import standing
from assessments.exceptions import AttemptRefused, StartRefusal
from assessments.marking.gradings import submit_attempt
from assessments.marking.regrading import regrade_attempt
from assessments.models import Attempt
from assessments.taking.starting import count_earlier_result, start_attempt
from assessments.words import FeedbackRelease, GradingMethod, QuizPurpose
from lms.enrolments.models import Enrolment
from lms.enrolments.services import enrol, withdraw
from tests.assessments.conftest import NOW, Quizzed, later
from tests.assessments.makers import RIGHT, WRONG, answer_all, make_question, make_quiz
from tests.assessments.taking.pages import url
from tests.courses.makers import make_lesson


@pytest.fixture
def strict(quizzed) -> Quizzed:
    """Two attempts with a day between them, and keys after the last."""
    quizzed.change(
        attempts_allowed=2, wait_hours=24, feedback_release=FeedbackRelease.AFTER_PASS_OR_LAST
    )
    return quizzed


def enrol_again(quizzed: Quizzed) -> Enrolment:
    open_one = Enrolment.objects.open().filter(learner=quizzed.cast.lan).first()
    if open_one is not None:
        withdraw(enrolment=open_one)
    quizzed.enrolment = enrol(learner=quizzed.cast.lan, course=quizzed.course)
    return quizzed.enrolment


def take(quizzed: Quizzed, answers: dict[str, Any], now: dt.datetime) -> Attempt:
    attempt = quizzed.start(now)
    answer_all(attempt, answers, now=now)
    submit_attempt(attempt=attempt, now=now)
    attempt.refresh_from_db()
    return attempt


def refused(quizzed: Quizzed, now: dt.datetime) -> StartRefusal:
    with pytest.raises(AttemptRefused) as refusal:
        quizzed.start(now)
    return refusal.value.reason


def test_attack_26_enrolling_again_gives_no_attempts_whenever_it_is_done(strict) -> None:
    take(strict, WRONG, NOW)
    for _time in range(3):
        enrol_again(strict)
    take(strict, WRONG, later(hours=25))
    for _time in range(3):
        enrol_again(strict)
        assert refused(strict, later(days=9)) == StartRefusal.NO_ATTEMPTS_LEFT
    assert [a.number for a in Attempt.objects.order_by("started_at")] == [1, 2]


def test_attack_26_enrolling_again_does_not_shorten_the_wait(strict) -> None:
    take(strict, WRONG, NOW)
    enrol_again(strict)
    assert refused(strict, later(hours=23, minutes=59)) == StartRefusal.WAIT
    assert take(strict, WRONG, later(hours=24)).number == 2


def test_attack_26_an_attempt_that_was_left_running_is_spent(strict) -> None:
    """Looking at the questions, leaving and enrolling again is an attempt like any other."""
    strict.start(NOW)
    enrol_again(strict)
    assert refused(strict, later(minutes=1)) == StartRefusal.WAIT
    assert Attempt.objects.get().fraction == 0


def test_attack_26_no_key_is_shown_before_the_last_attempt_of_all_enrolments(
    strict, signed_in
) -> None:
    first = take(strict, WRONG, NOW)
    enrol_again(strict)
    client = signed_in(strict.cast.lan)
    text = client.get(url("attempt_result", first)).content.decode()
    assert "GIẢI-THÍCH" not in text
    assert "Câu single_choice?" not in text
    last = take(strict, WRONG, later(hours=25))
    for attempt in (first, last):
        assert "GIẢI-THÍCH" in client.get(url("attempt_result", attempt)).content.decode()


@pytest.mark.parametrize("method", [GradingMethod.FIRST, GradingMethod.AVERAGE])
def test_attack_26_a_bad_attempt_is_not_left_behind_by_enrolling_again(strict, method) -> None:
    strict.change(grading_method=method, attempts_allowed=None, wait_hours=0)
    take(strict, WRONG, NOW)
    enrol_again(strict)
    take(strict, RIGHT, later(hours=1))
    assert not standing(strict.quiz, strict.enrolment).is_earned
    strict.enrolment.refresh_from_db()
    assert strict.enrolment.completed_at is None


def test_a_completion_begins_a_new_cycle_with_the_attempts_of_the_rule_and_not_more(strict) -> None:
    take(strict, WRONG, NOW)
    take(strict, RIGHT, later(days=2))
    done = strict.enrolment
    done.refresh_from_db()
    assert done.completed_at is not None
    enrol_again(strict)
    assert standing(strict.quiz, strict.enrolment).left == 2
    take(strict, WRONG, later(days=2, minutes=1))
    enrol_again(strict)
    take(strict, WRONG, later(days=4))
    enrol_again(strict)
    assert refused(strict, later(days=9)) == StartRefusal.NO_ATTEMPTS_LEFT
    assert [a.number for a in standing(strict.quiz, done).attempts] == [1, 2]


def test_the_keys_of_a_cycle_that_is_over_stay_and_those_of_the_next_wait(
    strict, signed_in
) -> None:
    passed = take(strict, RIGHT, NOW)
    enrol_again(strict)
    failed = take(strict, WRONG, later(days=400))
    client = signed_in(strict.cast.lan)
    assert "GIẢI-THÍCH" in client.get(url("attempt_result", passed)).content.decode()
    assert "GIẢI-THÍCH" not in client.get(url("attempt_result", failed)).content.decode()


def test_going_back_to_a_completed_course_gives_no_attempts_either(strict) -> None:
    """A quiz that is not required stays open after the completion; giving up a renewal shows it."""
    strict.quiz.required = False
    strict.quiz.save()
    other = make_question(strict.bank, text="Bắt buộc?")
    needed = make_quiz(strict.course, [other], required=True)
    start = {"learner": strict.cast.lan, "quiz": needed, "enrolment": strict.enrolment}
    attempt = start_attempt(**start, now=NOW)
    answer_all(attempt, RIGHT, now=NOW)
    submit_attempt(attempt=attempt, now=NOW)
    done = Enrolment.objects.get(pk=strict.enrolment.pk)
    assert done.completed_at is not None

    enrol_again(strict)
    take(strict, WRONG, later(days=1))
    take(strict, WRONG, later(days=2))
    withdraw(enrolment=strict.enrolment)
    strict.enrolment = done
    assert refused(strict, later(days=9)) == StartRefusal.NO_ATTEMPTS_LEFT


def test_each_person_has_the_attempts_of_the_rule(strict) -> None:
    take(strict, WRONG, NOW)
    take(strict, WRONG, later(days=2))
    assert strict.start_beside().number == 1


def test_what_was_passed_before_giving_up_counts_when_the_course_is_taken_up_again(
    strict, signed_in
) -> None:
    """Otherwise who has passed could neither start the quiz nor complete the course."""
    lesson = make_lesson(strict.course, "Bài sau")
    take(strict, RIGHT, timezone.now())
    enrolment = enrol_again(strict)
    client = signed_in(strict.cast.lan)
    text = client.get(strict.quiz.url).content.decode()
    assert "Tính kết quả của tôi" in text
    start = reverse("start_attempt", args=[strict.quiz.pk])
    assert client.post(start).url == strict.quiz.url
    assert enrolment.progress.get(page=strict.quiz.pk).completed_at is not None
    assert "Tính kết quả của tôi" not in client.get(strict.quiz.url).content.decode()
    assert not count_earlier_result(quiz=strict.quiz, enrolment=enrolment)
    assert not enrolment.progress.filter(page=lesson.pk).exists()
    assert Attempt.objects.count() == 1


def test_an_earlier_result_passes_no_lock_and_counts_for_nobody_else(strict) -> None:
    lesson = make_lesson(strict.course, "Bài trước")
    take(strict, RIGHT, NOW)
    enrolment = enrol_again(strict)
    strict.course.activity_order = "sequential"
    strict.course.save()
    lesson.move(strict.course, pos="first-child")
    assert not count_earlier_result(
        quiz=strict.quiz, enrolment=Enrolment.objects.get(pk=enrolment.pk)
    )
    beside = enrol(learner=strict.cast.nga, course=strict.course)
    assert not count_earlier_result(quiz=strict.quiz, enrolment=beside)


def test_a_practice_that_was_done_before_counts_again_even_with_its_attempts_used_up(
    strict, signed_in
) -> None:
    make_lesson(strict.course, "Bài sau")
    strict.change(purpose=QuizPurpose.PRACTICE, attempts_allowed=1)
    take(strict, WRONG, timezone.now())
    enrolment = enrol_again(strict)
    client = signed_in(strict.cast.lan)
    client.post(reverse("start_attempt", args=[strict.quiz.pk]))
    assert enrolment.progress.get(page=strict.quiz.pk).completed_at is not None
    assert Attempt.objects.count() == 1


def test_a_blank_practice_whose_time_ran_out_counts_for_nothing(strict) -> None:
    strict.change(purpose=QuizPurpose.PRACTICE, time_limit_minutes=5)
    submit_attempt(attempt=strict.start(NOW), now=later(minutes=6))
    enrolment = enrol_again(strict)
    assert not count_earlier_result(quiz=strict.quiz, enrolment=enrolment)


def test_a_regrade_that_takes_away_a_result_raises_the_doubt_where_it_counted(
    strict, monkeypatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "assessments.marking.regrading.raise_doubt", lambda **doubt: told.append(doubt)
    )
    lesson = make_lesson(strict.course, "Bài sau")
    attempt = take(strict, RIGHT, NOW)
    enrolment = enrol_again(strict)
    lesson.unpublish()
    assert count_earlier_result(quiz=strict.quiz, enrolment=enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    attempt.pass_mark = 101
    attempt.save()
    regrade_attempt(attempt=attempt, graded_by=strict.cast.trainer, note="Sai đáp án")
    assert [doubt["source_reference"] for doubt in told] == [enrolment.reference]


def sees_answers(client: Client, attempt: Attempt) -> bool:
    return "GIẢI-THÍCH" in client.get(url("attempt_result", attempt)).content.decode()


def test_attack_26_no_key_is_shown_beside_an_attempt_that_runs(strict, signed_in) -> None:
    """Fewer attempts may be allowed in the middle of the second."""
    first = take(strict, WRONG, NOW)
    running = strict.start(later(days=2))
    strict.change(attempts_allowed=1)
    client = signed_in(strict.cast.lan)
    assert not sees_answers(client, first)
    submit_attempt(attempt=running, now=later(days=2))
    assert sees_answers(client, first)


def test_attack_26_one_passed_attempt_shows_no_key_while_the_average_fails(
    strict, signed_in
) -> None:
    strict.change(grading_method=GradingMethod.AVERAGE, attempts_allowed=3)
    client = signed_in(strict.cast.lan)
    failed = take(strict, WRONG, NOW)
    passed = take(strict, RIGHT, later(days=2))
    assert (passed.passed, standing(strict.quiz, strict.enrolment).is_earned) == (True, False)
    assert not sees_answers(client, failed)
    assert not sees_answers(client, passed)
    take(strict, WRONG, later(days=4))
    assert sees_answers(client, passed)
