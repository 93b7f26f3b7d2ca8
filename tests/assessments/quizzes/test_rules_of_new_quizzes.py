"""What a quiz begins with, and rules that are refused or doubted."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from assessments.models import QuizPage
from assessments.words import FeedbackRelease, QuizPurpose
from courses.approval.plans import submission_plan
from tests.assessments.makers import make_quiz
from tests.assessments.quizzes.test_quizzes_in_the_cms import add_quiz, line, quiz_form

FINAL = (3, 24, FeedbackRelease.AFTER_PASS_OR_LAST)
PRACTICE = (None, 0, FeedbackRelease.AFTER_SUBMISSION)
AS_OFFERED = {
    "attempts_allowed": "3",
    "wait_hours": "24",
    "feedback_release": "after_pass_or_last_attempt",
}


def rules(quiz: QuizPage) -> tuple[int | None, int, str]:
    return quiz.attempts_allowed, quiz.wait_hours, quiz.feedback_release


@pytest.fixture
def approver(cast, signed_in):
    return signed_in(cast.approver)


@pytest.mark.parametrize(
    ("purpose", "changed", "expected"),
    [
        ("final", {}, FINAL),
        ("practice", {}, PRACTICE),
        ("practice", {"wait_hours": "1"}, (3, 1, FeedbackRelease.AFTER_PASS_OR_LAST)),
    ],
)
def test_a_new_quiz_begins_with_the_rules_of_its_purpose_unless_others_are_set(
    quizzed, approver, purpose, changed, expected
) -> None:
    form = quiz_form(
        [line(question=quizzed.questions[0])], purpose=purpose, **{**AS_OFFERED, **changed}
    )
    assert add_quiz(approver, quizzed.course, form).status_code == 302
    assert rules(QuizPage.objects.get(slug="cuoi-khoa")) == expected


def test_what_the_form_offers_are_the_rules_of_a_final_quiz(quizzed) -> None:
    assert rules(QuizPage()) == FINAL


@pytest.mark.parametrize(("purpose", "status"), [("final", 200), ("practice", 302)])
def test_a_final_quiz_that_a_blank_paper_passes_is_refused(
    quizzed, approver, purpose, status
) -> None:
    form = quiz_form([line(question=quizzed.questions[0])], purpose=purpose, pass_mark="0")
    response = add_quiz(approver, quizzed.course, form)
    assert response.status_code == status
    if status == 200:
        assert "pass_mark" in response.context["form"].errors
    assert QuizPage.objects.filter(slug="cuoi-khoa").exists() is (status == 302)


def test_the_database_refuses_a_blank_pass_too(quizzed) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizPage.objects.update(pass_mark=0)
    QuizPage.objects.update(pass_mark=0, purpose=QuizPurpose.PRACTICE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pass_mark": 49}, ["49%"]),
        ({"pass_mark": 50}, []),
        ({"feedback_release": FeedbackRelease.AFTER_SUBMISSION}, ["đáp án sau mỗi lượt"]),
        ({"feedback_release": FeedbackRelease.AFTER_SUBMISSION, "attempts_allowed": 1}, []),
        ({"attempts_allowed": None}, ["không giới hạn số lượt"]),
        ({"purpose": QuizPurpose.PRACTICE, "pass_mark": 0, "attempts_allowed": None}, []),
    ],
)
def test_rules_that_are_rarely_meant_are_doubted(quizzed, changed, words) -> None:
    doubts = QuizPage(title="Cuối khóa", draft_title="Cuối khóa", **changed).doubts()
    assert len(doubts) == len(words)
    assert all(word in doubt for word, doubt in zip(words, doubts, strict=True))


def test_doubts_are_said_to_who_saves_and_to_who_submits_and_hinder_nothing(
    quizzed, approver, cast
) -> None:
    form = quiz_form([line(question=quizzed.questions[0])], pass_mark="10", **AS_OFFERED)
    response = add_quiz(approver, quizzed.course, form)
    assert response.status_code == 302
    said = " ".join(str(message) for message in response.wsgi_request._messages)
    assert "10%" in said
    QuizPage.objects.get(slug="cuoi-khoa").save_revision()
    plan = submission_plan(quizzed.course, cast.trainer)
    assert any("10%" in warning for warning in plan.warnings)


def test_the_upgrade_raises_a_final_pass_mark_of_nothing_and_no_other_rule(quizzed) -> None:
    practice = make_quiz(quizzed.course, purpose=QuizPurpose.PRACTICE, pass_mark=0)
    nothing = make_quiz(quizzed.course, attempts_allowed=None, wait_hours=0)
    before = {quiz.pk: rules(quiz) for quiz in QuizPage.objects.all()}
    with without_constraint():
        QuizPage.objects.filter(pk=nothing.pk).update(pass_mark=0)
        migration = import_module("assessments.migrations.0007_final_quizzes_have_a_pass_mark")
        migration.raise_to_the_least(apps, SimpleNamespace(connection=connection))
    marks = dict(QuizPage.objects.values_list("pk", "pass_mark"))
    assert marks == {quizzed.quiz.pk: 70, practice.pk: 0, nothing.pk: 1}
    assert {quiz.pk: rules(quiz) for quiz in QuizPage.objects.all()} == before


@contextmanager
def without_constraint() -> Iterator[None]:
    """Let a row be written as the version before could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE assessments_quizpage DROP CONSTRAINT quiz_final_has_pass_mark"
            )
            yield
            return
        cursor.execute("PRAGMA ignore_check_constraints = 1")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = 0")
