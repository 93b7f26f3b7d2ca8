"""Handing in and the result."""

from django.urls import reverse

from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.taking.starting import start_attempt
from assessments.words import QuizPurpose
from tests.assessments.makers import WRONG, answer_all, make_question, make_quiz
from tests.assessments.taking.pages import url


def test_handing_in_leads_to_the_result_and_twice_to_the_same(attempt, lan) -> None:
    answer_all(attempt)
    for _ in range(2):
        response = lan.post(url("attempt_submit", attempt))
        assert response.url == url("attempt_result", attempt)
    assert attempt.gradings.count() == 1
    for step in ("attempt", "attempt_review"):
        assert lan.get(url(step, attempt)).url == url("attempt_result", attempt)
    assert lan.get(url("attempt_result", attempt)).status_code == 200


def test_attack_24_a_result_is_not_shown_before_handing_in(attempt, lan) -> None:
    assert lan.get(url("attempt_result", attempt)).url == url("attempt", attempt)


def test_after_failing_the_explanations_and_another_try_are_offered(quizzed, attempt, lan) -> None:
    answer_all(attempt, WRONG)
    submit_attempt(attempt=attempt)
    text = lan.get(url("attempt_result", attempt)).content.decode()
    assert "GIẢI-THÍCH" in text
    assert f'href="{quizzed.quiz.url}"' in text
    assert reverse("start_attempt", args=[quizzed.quiz.pk]) not in text


def test_trying_again_leads_to_the_rules_and_says_how_many_attempts_are_left(
    quizzed, attempt, lan
) -> None:
    """The clock starts with a click on the page of the rules, never with one on the result."""
    quizzed.change(attempts_allowed=3, time_limit_minutes=20)
    submit_attempt(attempt=attempt)
    assert "Còn 2 lượt" in lan.get(url("attempt_result", attempt)).content.decode()
    assert "còn 2 trong tổng số 3 lượt" in lan.get(quizzed.quiz.url).content.decode()


def test_the_name_of_an_option_cannot_carry_markup(quizzed, lan) -> None:
    content = {
        "options": [
            {"type": "item", "value": {"text": t, "correct": c, "feedback": t}, "id": i}
            for t, c, i in [("<script>alert(1)</script>", True, "a" * 8), ("b", False, "b" * 8)]
        ]
    }
    evil = make_question(quizzed.bank, content=content, explanation="<p>x</p>")
    quiz = make_quiz(quizzed.course, [evil], purpose=QuizPurpose.PRACTICE)
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    save_answer(attempt=attempt, slot=1, answer="a" * 8, sequence=1)
    running = lan.get(url("attempt", attempt)).content.decode()
    submit_attempt(attempt=attempt)
    graded = lan.get(url("attempt_result", attempt)).content.decode()
    assert "<script>alert" not in running + graded
    assert "&lt;script&gt;alert" in running
    assert "&lt;script&gt;alert" in graded
