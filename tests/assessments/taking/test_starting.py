"""Starting an attempt: who may, once, and what is frozen."""

import random

import pytest
from django.db import IntegrityError

from assessments.attempts.models import AttemptQuerySet
from assessments.exceptions import (
    AttemptRefused,
    StartRefusal,
)
from assessments.models import Attempt, Question
from assessments.papers.paper import Paper
from assessments.taking import starting
from assessments.taking.starting import start_attempt
from assessments.words import (
    AttemptState,
    QuestionStatus,
)
from lms.enrolments.services import enrol, withdraw
from tests.assessments.conftest import later
from tests.assessments.makers import draw, make_draw_quiz, make_question
from tests.courses.makers import make_course, make_lesson


def test_starting_freezes_paper_pass_mark_and_deadline(quizzed) -> None:
    quizzed.change(time_limit_minutes=20)
    attempt = quizzed.start()
    quizzed.change(pass_mark=100, time_limit_minutes=1)

    attempt.refresh_from_db()
    assert attempt.number == 1
    assert attempt.pass_mark == 70
    assert attempt.deadline == later(minutes=20)
    assert [s.version for s in Paper.from_json(attempt.paper).slots] == [
        q.current_version_id for q in quizzed.questions
    ]


def test_starting_twice_gives_the_running_attempt(quizzed) -> None:
    assert {quizzed.start().pk for _ in range(13)} == {Attempt.objects.get().pk}


def test_a_start_that_loses_the_race_gives_the_attempt_of_the_winner(quizzed, monkeypatch) -> None:
    """It reads before the winner's attempt is there and writes after it: the constraint decides."""
    looks = []

    def too_early(learner, quiz):
        looks.append(quiz)
        return None if len(looks) < 3 else running(learner, quiz)

    running = starting.running_attempt
    winner = quizzed.start()
    monkeypatch.setattr(starting, "running_attempt", too_early)
    monkeypatch.setattr(AttemptQuerySet, "of_person", lambda rows, *_of, **_after: rows.none())
    assert quizzed.start() == winner
    assert Attempt.objects.get() == winner
    assert len(looks) == 3


def test_a_start_that_fails_for_another_reason_says_so(quizzed) -> None:
    """Only a running attempt of the learner stands in for the one that could not be written."""
    quizzed.quiz.pass_mark = None
    with pytest.raises(IntegrityError):
        quizzed.start()
    assert not Attempt.objects.exists()


def test_attack_25_the_constraint_allows_one_running_attempt(quizzed) -> None:
    attempt = quizzed.start()
    attempt.pk, attempt.number = None, 2
    with pytest.raises(IntegrityError):
        attempt.save(force_insert=True)


def test_only_the_enrolled_learner_starts_and_only_in_this_course(quizzed, cast) -> None:
    with pytest.raises(AttemptRefused) as refused:
        start_attempt(learner=cast.hung, quiz=quizzed.quiz, enrolment=quizzed.enrolment)
    assert refused.value.reason == StartRefusal.NOT_ENROLLED

    other = enrol(learner=cast.lan, course=make_course(cast, "Khác", slug="khac", code="K2"))
    with pytest.raises(AttemptRefused):
        start_attempt(learner=cast.lan, quiz=quizzed.quiz, enrolment=other)


def test_attack_24_a_locked_quiz_cannot_be_started(cast, quizzed) -> None:
    quizzed.course.activity_order = "sequential"
    quizzed.course.save()
    lesson = make_lesson(quizzed.course, "Bài trước")
    lesson.move(quizzed.course, pos="first-child")
    quizzed.quiz.refresh_from_db()

    with pytest.raises(AttemptRefused) as refused:
        quizzed.start()
    assert refused.value.reason == StartRefusal.LOCKED
    assert "Bài trước" in str(refused.value.message)


def test_too_few_ready_questions_refuse_the_start_and_leave_nothing(quizzed) -> None:
    Question.objects.filter(pk=quizzed.questions[0].pk).update(status=QuestionStatus.RETIRED)
    with pytest.raises(AttemptRefused) as refused:
        quizzed.start()
    assert refused.value.reason == StartRefusal.NOT_READY
    assert not Attempt.objects.exists()


def test_draws_take_ready_questions_with_all_the_tags(quizzed) -> None:
    for number in range(4):
        make_question(quizzed.bank, tags=("m1", "khó") if number % 2 else ("m1",))
    make_question(quizzed.bank, tags=("m1", "khó"), ready=False)
    quiz = make_draw_quiz(
        quizzed.course,
        draw(quizzed.bank, 2, "m1", "khó", order=1),
        draw(quizzed.bank, 2, "m1", order=2, mark=3),
    )
    attempt = start_attempt(
        learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment, rng=random.Random(1)
    )
    slots = Paper.from_json(attempt.paper).slots
    assert len({slot.version for slot in slots}) == 4
    assert [int(slot.mark) for slot in slots] == [1, 1, 3, 3]


def test_after_enrolling_anew_the_old_attempt_is_graded_and_a_new_one_begins(quizzed) -> None:
    old = quizzed.start()
    withdraw(enrolment=quizzed.enrolment)
    again = enrol(learner=quizzed.cast.lan, course=quizzed.course)
    new = start_attempt(learner=quizzed.cast.lan, quiz=quizzed.quiz, enrolment=again)
    old.refresh_from_db()
    assert new.pk != old.pk
    assert (old.state, new.number) == (AttemptState.GRADED, 2)


def test_an_attempt_never_runs_beyond_the_closing_of_the_quiz(quizzed) -> None:
    quizzed.change(time_limit_minutes=60, closes_at=later(minutes=10))
    assert quizzed.start().deadline == later(minutes=10)


def test_starting_again_after_the_time_ran_out_grades_the_old_attempt(quizzed) -> None:
    quizzed.change(time_limit_minutes=10)
    old = quizzed.start()
    new = quizzed.start(later(minutes=11))
    assert new.number == 2
    assert Attempt.objects.get(pk=old.pk).state == AttemptState.GRADED
