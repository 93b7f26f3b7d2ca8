"""Answering with the plain form, as it works without scripts."""

from decimal import Decimal

import pytest

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.taking.starting import start_attempt
from assessments.words import QuizLayout
from tests.assessments.conftest import later
from tests.assessments.makers import RIGHT, make_question, make_quiz
from tests.assessments.taking.pages import FORM, save, url


def test_the_form_saves_every_kind_of_answer(attempt, lan) -> None:
    response = lan.post(url("attempt", attempt), {**FORM, "flag2": "on", "go": "review"})
    assert response.url == url("attempt_review", attempt)
    saved = ledger.current_answers(attempt)
    assert [saved[n] for n in range(1, 6)] == [
        "00000001", ["00000001", "00000002"], "true", "Nền tảng", "46,4",
    ]  # fmt: skip
    assert saved[6] == RIGHT["matching"]
    attempt.refresh_from_db()
    assert attempt.flagged == [2]
    assert lan.get(url("attempt_review", attempt)).status_code == 200


def test_a_second_click_saves_nothing_twice(attempt, lan) -> None:
    for _ in range(3):
        assert lan.post(url("attempt", attempt), FORM).status_code == 302
    assert attempt.events.count() == 6


def test_one_answer_that_does_not_fit_costs_no_other(attempt, lan) -> None:
    response = lan.post(url("attempt", attempt), {**FORM, "q5": "nhiều", "q1": "xyz"})
    assert response.status_code == 422
    assert 'value="nhiều"' in response.content.decode()
    assert sorted(ledger.current_answers(attempt)) == [2, 3, 4, 6]
    again = lan.post(url("attempt", attempt), {**FORM, "sequence": "4"})
    assert again.status_code == 302
    assert len(ledger.current_answers(attempt)) == 6


@pytest.mark.parametrize("sequence", ["0", "99", "-1", "", "x", "1e309", "9" * 400])
def test_a_page_from_another_window_is_refused_with_its_answers(attempt, lan, sequence) -> None:
    save_answer(attempt=attempt, slot=1, answer="00000003", sequence=1)
    response = lan.post(url("attempt", attempt), {**FORM, "sequence": sequence})
    text = response.content.decode()
    assert response.status_code == 409
    assert 'value="Nền tảng"' in text
    assert 'name="sequence" value="1"' in text
    assert ledger.current_answers(attempt) == {1: "00000003"}
    assert lan.post(url("attempt", attempt), {**FORM, "sequence": "1"}).status_code == 302
    assert ledger.current_answers(attempt)[1] == "00000001"


def test_an_answer_can_be_taken_back_without_scripts(attempt, lan) -> None:
    lan.post(url("attempt", attempt), FORM)
    lan.post(url("attempt", attempt), {**FORM, "sequence": "6", "go": "clear-1"})
    assert 1 not in ledger.current_answers(attempt)


def test_one_question_a_page_saves_on_every_step(quizzed, attempt, lan) -> None:
    quizzed.change(layout=QuizLayout.ONE)
    first = url("attempt", attempt)
    steps = [
        ("?q=1", {"q1": "00000001", "go": "next", "sequence": 0}, "?q=2"),
        ("?q=2", {"q2": ["00000001"], "go": "to-6", "sequence": 1}, "?q=6"),
        ("?q=6", {"go": "previous", "sequence": 2}, "?q=5"),
        ("?q=5", {"go": "to-999", "sequence": 2}, "?q=6"),
        ("?q=5", {"go": "to-x", "sequence": 2}, "?q=5"),
    ]
    for page, data, then in steps:
        assert lan.get(first + page).status_code == 200
        assert lan.post(first + page, data).url == first + then
    assert ledger.current_answers(attempt) == {1: "00000001", 2: ["00000001"]}
    for odd in ("?q=0", "?q=-1", "?q=abc", "?q=٣", "?q=" + "9" * 400):
        assert lan.get(first + odd).status_code == 200


def test_a_late_form_grades_what_was_saved_before(quizzed, lan) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=3, answer="true", sequence=1, now=later(minutes=4))
    response = lan.post(url("attempt", attempt), {**FORM, "sequence": "1"})
    assert response.url == url("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.events.count() == 1
    assert round(attempt.fraction, 4) == Decimal("0.1667")


@pytest.mark.parametrize("count", [2, 60])
def test_pages_need_the_same_few_queries_however_many_questions(
    quizzed, lan, django_assert_max_num_queries, count
) -> None:
    questions = [make_question(quizzed.bank, text=f"Câu {n}") for n in range(count)]
    quiz = make_quiz(quizzed.course, questions)
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    lan.get(url("attempt", attempt))
    with django_assert_max_num_queries(10):
        lan.get(url("attempt", attempt))
    with django_assert_max_num_queries(9):
        lan.get(url("attempt_review", attempt))
    with django_assert_max_num_queries(12):
        lan.get(quiz.url)
    with django_assert_max_num_queries(12):
        save(lan, attempt, slot=1, answer="00000001", sequence=1)
    submit_attempt(attempt=attempt)
    with django_assert_max_num_queries(18):
        lan.get(url("attempt_result", attempt))
