"""What trainers change while somebody answers: the paper and its rules stay as they were."""

import pytest

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt, Grading, QuizPage
from assessments.taking.starting import start_attempt
from assessments.words import QuestionStatus
from lms.enrolments.services import enrol
from tests.assessments.makers import answer_all


@pytest.fixture
def running(quizzed) -> Attempt:
    """Started now, because pages ask for the time of day themselves."""
    quizzed.change(time_limit_minutes=30, attempts_allowed=1)
    again = enrol(learner=quizzed.cast.lan, course=quizzed.course)
    return start_attempt(learner=quizzed.cast.lan, quiz=quizzed.quiz, enrolment=again)


def unpublish_course(quizzed) -> None:
    quizzed.course.unpublish()


def unpublish_quiz(quizzed) -> None:
    quizzed.quiz.unpublish()


def retire_questions(quizzed) -> None:
    for question in quizzed.questions:
        question.status = QuestionStatus.RETIRED
        question.save()


def take_questions_out(quizzed) -> None:
    quiz = QuizPage.objects.get(pk=quizzed.quiz.pk)
    quiz.items.clear()
    quiz.save()


def tighten_rules(quizzed) -> None:
    quizzed.change(time_limit_minutes=1, pass_mark=100, attempts_allowed=1)


@pytest.mark.parametrize(
    "change",
    [unpublish_course, unpublish_quiz, retire_questions, take_questions_out, tighten_rules],
)
def test_attack_32_a_running_attempt_goes_on_as_it_began(
    quizzed, running, signed_in, change
) -> None:
    paper, deadline = running.paper, running.deadline
    change(quizzed)
    client = signed_in(quizzed.cast.lan)
    page = client.get(f"/attempts/{running.pk}/")
    assert page.status_code == 200
    assert "Câu single_choice?" in page.content.decode()
    message = {"slot": 1, "answer": "00000001", "sequence": 1}
    saved = client.post(f"/attempts/{running.pk}/answer/", message, content_type="application/json")
    assert saved.json()["sequence"] == 1
    answer_all(running)
    assert client.post(f"/attempts/{running.pk}/submit/").status_code == 302
    assert client.get(f"/attempts/{running.pk}/result/").status_code == 200
    running.refresh_from_db()
    assert (running.paper, running.deadline) == (paper, deadline)
    assert (running.pass_mark, running.passed, running.fraction) == (70, True, 1)


def test_attack_26_a_result_that_was_seen_is_not_handed_in_again(
    quizzed, running, signed_in
) -> None:
    client = signed_in(quizzed.cast.lan)
    submit_attempt(attempt=running)
    seen = client.get(f"/attempts/{running.pk}/result/")
    assert seen.status_code == 200
    message = {"slot": 1, "answer": "00000001", "sequence": 1}
    again = client.post(f"/attempts/{running.pk}/answer/", message, content_type="application/json")
    assert again.status_code == 410
    client.post(f"/attempts/{running.pk}/", {"sequence": "0", "q1": "00000001"})
    client.post(f"/attempts/{running.pk}/submit/")
    client.post(f"/quizzes/{quizzed.quiz.pk}/start/")
    assert Grading.objects.get().fraction == 0
    assert Attempt.objects.get() == running
    assert not running.events.exists()
