"""Quizzes in the CMS: nothing goes live that cannot be drawn."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from assessments.models import Question, QuestionBank, QuizItem, QuizPage


def quiz_form(items: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    values = {
        "title": "Kiểm tra cuối khóa",
        "slug": "cuoi-khoa",
        "summary": "",
        "minutes": "10",
        "required": "on",
        "purpose": "final",
        "layout": "all",
        "pass_mark": "70",
        "intro": rich_text("<p>Làm một mình.</p>"),
        "wait_hours": "0",
        "time_limit_minutes": "",
        "opens_at": "",
        "closes_at": "",
        "attempts_allowed": "",
        "grading_method": "highest",
        "feedback_release": "after_submission",
        "shuffle_questions": "on",
        "items": inline_formset(items),
        "comments": inline_formset([]),
        "action-publish": "action-publish",
    }
    return nested_form_data({**values, **changed})


def line(question: Question | None = None, bank: QuestionBank | None = None, count: int = 1):
    return {
        "question": question.pk if question else "",
        "bank": bank.pk if bank else "",
        "count": count,
        "mark": "1",
    }


@pytest.fixture
def approver(cast, signed_in):
    return signed_in(cast.approver)


def add_quiz(client: Any, course: Any, form: dict[str, Any]) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["assessments", "quizpage", course.pk])
    return client.post(url, form)


def test_a_quiz_is_published_with_questions_and_draws(quizzed, approver) -> None:
    form = quiz_form([line(question=quizzed.questions[0]), line(bank=quizzed.bank, count=5)])
    response = add_quiz(approver, quizzed.course, form)
    assert response.status_code == 302, response.context["form"].errors
    quiz = QuizPage.objects.get(slug="cuoi-khoa")
    assert quiz.live
    assert [(i.question_id, i.bank_id, i.count) for i in quiz.items.all()] == [
        (quizzed.questions[0].pk, None, 1),
        (None, quizzed.bank.pk, 5),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        lambda q: [line(bank=q.bank, count=7)],
        lambda q: [line(question=q.questions[0]), line(bank=q.bank, count=6)],
        lambda q: [line(question=q.questions[0]), line(question=q.questions[0])],
        lambda q: [line(question=q.questions[0], bank=q.bank)],
        lambda q: [line()],
    ],
    ids=["too many", "one is fixed already", "the same twice", "both", "neither"],
)
def test_a_quiz_that_cannot_be_drawn_is_not_published(quizzed, approver, lines) -> None:
    response = add_quiz(approver, quizzed.course, quiz_form(lines(quizzed)))
    assert response.status_code == 200
    assert not QuizPage.objects.filter(slug="cuoi-khoa", live=True).exists()


def test_the_refusal_says_which_line_and_how_many(quizzed, approver) -> None:
    form = quiz_form([line(bank=quizzed.bank, count=7)], shuffle_questions="on")
    response = add_quiz(approver, quizzed.course, form)
    errors = " ".join(response.context["form"].non_field_errors())
    assert "7" in errors
    assert "6" in errors


def test_a_draft_may_be_incomplete(quizzed, approver) -> None:
    form = quiz_form([line(bank=quizzed.bank, count=99)])
    del form["action-publish"]
    assert add_quiz(approver, quizzed.course, form).status_code == 302
    assert not QuizPage.objects.get(slug="cuoi-khoa").live


@pytest.mark.parametrize(
    "rules",
    [
        {"opens_at": "2026-03-02 08:00", "closes_at": "2026-03-02 08:00"},
        {"feedback_release": "after_close"},
        {"pass_mark": "101"},
        {"time_limit_minutes": "0"},
        {"attempts_allowed": "0"},
    ],
)
def test_rules_that_do_not_fit_each_other_are_refused(quizzed, approver, rules) -> None:
    form = quiz_form([line(question=quizzed.questions[0])], **rules)
    assert add_quiz(approver, quizzed.course, form).status_code == 200
    assert not QuizPage.objects.filter(slug="cuoi-khoa").exists()


def test_questions_and_banks_of_others_cannot_be_put_into_a_quiz(quizzed, others, approver) -> None:
    for items in ([line(question=others)], [line(bank=others.bank)]):
        response = add_quiz(approver, quizzed.course, quiz_form(items))
        assert response.status_code == 200
    assert not QuizItem.objects.filter(question=others).exists()


def test_the_preview_shows_a_sample_paper_and_starts_nothing(quizzed, approver) -> None:
    where = ["assessments", "quizpage", quizzed.course.pk]
    url = reverse("wagtailadmin_pages:preview_on_add", args=where)
    form = quiz_form([line(question=question) for question in quizzed.questions])
    assert approver.post(url, form).json()["is_valid"]
    text = approver.get(url).content.decode()
    assert "Câu matching?" in text
    assert "GIẢI-THÍCH" not in text
    assert reverse("start_attempt", args=[quizzed.quiz.pk]) not in text
    assert not quizzed.quiz.attempts.exists()


def test_trainers_see_a_sample_on_the_live_page_and_learners_do_not(
    quizzed, trainer, signed_in
) -> None:
    assert "Câu matching?" in trainer.get(quizzed.quiz.url).content.decode()
    assert "Câu matching?" not in signed_in(quizzed.cast.lan).get(quizzed.quiz.url).content.decode()
