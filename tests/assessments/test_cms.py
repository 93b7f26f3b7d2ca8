"""Banks, questions and quizzes in the CMS: trainers meet those of their own catalogues."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from assessments.models import Question, QuestionBank, QuizItem, QuizPage
from assessments.words import QuestionStatus
from courses.models import CataloguePage
from lms.home.services import (
    TRAINER_PAGE_PERMISSIONS,
    TRAINER_PERMISSIONS,
    _group,
    grant_pages,
)
from tests.assessments.makers import make_bank, make_question
from tests.cast import make_user

SECRET = "Câu hỏi của người khác"


@pytest.fixture
def others(cast, quizzed) -> Question:
    """A question of a second catalogue with trainers of its own."""
    catalogue = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    group: Group = _group("Trainers B", TRAINER_PERMISSIONS)
    grant_pages(group, catalogue, TRAINER_PAGE_PERMISSIONS)
    stranger = make_user("trainer-b", "Bùi Thị Mai")
    stranger.groups.add(group)
    question = make_question(make_bank(catalogue, "bank-b"), text=SECRET)
    question.stranger = stranger
    return question


@pytest.fixture
def trainer(cast, signed_in):
    return signed_in(cast.trainer)


def question_url(name: str, question: Question | None = None) -> str:
    return reverse(f"question:{name}", args=[question.pk] if question else [])


def question_form(bank: QuestionBank, **changed: Any) -> dict[str, Any]:
    options: list[dict[str, Any]] = [
        {"value": {"text": text, "correct": correct, "feedback": ""}, "type": "item", "id": ""}
        for text, correct in (("LGSP", "on"), ("NDXP", ""))
    ]
    content = {"content-count": "1", "content-0-deleted": "", "content-0-order": "0"}
    content |= {"content-0-type": "single_choice", "content-0-id": ""}
    content |= {"content-0-value-options-count": "2"}
    for number, option in enumerate(options):
        prefix = f"content-0-value-options-{number}"
        content |= {f"{prefix}-deleted": "", f"{prefix}-order": str(number), f"{prefix}-id": ""}
        for key, value in option["value"].items():
            if value or key != "correct":
                content[f"{prefix}-value-{key}"] = value
    values = {
        "bank": str(bank.pk),
        "reference": "Q-1",
        "text": rich_text("<p>Nền tảng nào?</p>"),
        "explanation": rich_text("<p>Vì thế.</p>"),
        "difficulty": "easy",
        "competency": "",
        "tags": "m1, luật",
        "legal_basis": "",
        "valid_until": "",
        "status": "ready",
    }
    return {**values, **content, **changed}


# --- Questions


def test_a_trainer_writes_a_question_and_publishes_it_by_making_it_ready(quizzed, trainer) -> None:
    response = trainer.post(question_url("add"), question_form(quizzed.bank))
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get(reference="Q-1")
    assert question.status == QuestionStatus.READY
    assert question.current_version.created_by == quizzed.cast.trainer
    assert sorted(tag.name for tag in question.tags.all()) == ["luật", "m1"]


def test_a_draft_gets_no_version_and_an_edit_of_a_ready_question_gets_one(quizzed, trainer) -> None:
    trainer.post(question_url("add"), question_form(quizzed.bank, status="draft"))
    question = Question.objects.get(reference="Q-1")
    assert question.current_version is None

    trainer.post(question_url("edit", question), question_form(quizzed.bank))
    trainer.post(question_url("edit", question), question_form(quizzed.bank, difficulty="hard"))
    question.refresh_from_db()
    assert question.status == QuestionStatus.READY
    assert question.current_version is not None


def test_a_question_without_a_right_answer_cannot_be_saved(quizzed, trainer) -> None:
    form = question_form(quizzed.bank)
    del form["content-0-value-options-0-value-correct"]
    assert trainer.post(question_url("add"), form).status_code == 200
    assert not Question.objects.filter(reference="Q-1").exists()


def test_a_reference_is_unique_in_its_bank(quizzed, trainer) -> None:
    trainer.post(question_url("add"), question_form(quizzed.bank))
    assert trainer.post(question_url("add"), question_form(quizzed.bank)).status_code == 200
    assert Question.objects.filter(reference="Q-1").count() == 1


def test_questions_are_found_without_diacritics_and_filtered(quizzed, trainer) -> None:
    make_question(quizzed.bank, text="Chuyển đổi số là gì?", tags=("m1",), difficulty="hard")
    make_question(quizzed.bank, "numeric", text="Bao nhiêu?", ready=False)
    index = question_url("index")
    found = trainer.get(index, {"q": "chuyen doi so"}).content.decode()
    assert "Chuyển đổi số" in found
    assert "Bao nhiêu?" not in found
    tag = Question.objects.get(difficulty="hard").tags.get()
    for query in ({"tag": tag.pk}, {"difficulty": "hard"}, {"q": "CHUYỂN  đổi"}):
        shown = trainer.get(index, query).content.decode()
        assert "Chuyển đổi số" in shown
        assert "Bao nhiêu?" not in shown
    drafts = trainer.get(index, {"status": "draft"}).content.decode()
    assert "Bao nhiêu?" in drafts
    assert "Chuyển đổi số" not in drafts
    numbers = trainer.get(index, {"kind": "numeric", "bank": quizzed.bank.pk}).content.decode()
    assert "Bao nhiêu?" in numbers
    assert "Chuyển đổi số" not in numbers


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "short_text", "matching"])
def test_a_question_is_previewed_as_a_learner_sees_it(quizzed, trainer, kind) -> None:
    question = make_question(quizzed.bank, kind, text="Xem trước?", ready=False)
    text = trainer.get(question_url("inspect", question)).content.decode()
    assert text.count("Xem trước?") == 2
    assert "GIẢI-THÍCH" in text


@pytest.mark.parametrize("count", [3, 45])
def test_the_list_needs_the_same_queries_for_many(
    quizzed, trainer, django_assert_max_num_queries, count
) -> None:
    for _ in range(count):
        make_question(quizzed.bank)
    trainer.get(question_url("index"))
    with django_assert_max_num_queries(28):
        trainer.get(question_url("index"))


# --- Other people's catalogues


@pytest.mark.parametrize("view", ["edit", "inspect", "copy", "history", "usage"])
def test_attack_21_a_question_of_another_catalogue_does_not_exist(others, trainer, view) -> None:
    assert trainer.get(question_url(view, others)).status_code in (403, 404)
    response = trainer.post(question_url(view, others), question_form(others.bank))
    assert response.status_code in (403, 404, 405)
    others.refresh_from_db()
    assert SECRET in others.text


def test_nobody_deletes_a_question_or_a_bank(others, trainer, signed_in, cast) -> None:
    for client in (trainer, signed_in(cast.admin)):
        for name, row in (("question", others), ("questionbank", others.bank)):
            response = client.post(reverse(f"{name}:delete", args=[row.pk]))
            assert response.status_code in (302, 403, 404)
    assert Question.objects.filter(pk=others.pk).exists()


def test_lists_searches_filters_and_exports_show_only_own_rows(others, trainer, quizzed) -> None:
    index = question_url("index")
    queries = [{}, {"q": "nguoi khac"}, {"bank": others.bank.pk}, {"export": "csv"}]
    for query in queries:
        response = trainer.get(index, query)
        text = response.getvalue().decode() if response.streaming else response.content.decode()
        assert SECRET not in text
        assert "Ngân hàng bank-b" not in text
    banks = trainer.get(reverse("questionbank:index")).content.decode()
    assert "Ngân hàng bank-b" not in banks
    assert quizzed.bank.name in banks


def test_choosers_offer_only_own_rows(others, trainer, quizzed) -> None:
    for name, row in (("question_chooser", others), ("bank_chooser", others.bank)):
        for view in ("choose", "choose_results"):
            for query in ({}, {"q": "nguoi khac"}, {"q": "bank-b"}):
                text = trainer.get(reverse(f"{name}:{view}"), query).content.decode()
                assert SECRET not in text
                assert "Ngân hàng bank-b" not in text
        assert trainer.get(reverse(f"{name}:chosen", args=[row.pk])).status_code == 404
        several = trainer.get(reverse(f"{name}:chosen_multiple"), {"id": row.pk})
        assert SECRET not in several.content.decode()
    own = trainer.get(reverse("question_chooser:choose"), {"q": "cau single"}).content.decode()
    assert "Câu single_choice?" in json.loads(own)["html"]


def test_a_question_cannot_be_put_into_a_bank_of_others(others, trainer, quizzed) -> None:
    assert trainer.post(question_url("add"), question_form(others.bank)).status_code == 200
    assert not Question.objects.filter(reference="Q-1").exists()


def test_their_own_trainers_and_administrators_do_see_them(others, signed_in, cast) -> None:
    for person in (others.stranger, cast.admin):
        client = signed_in(person)
        assert SECRET in client.get(question_url("index")).content.decode()
        assert client.get(question_url("edit", others)).status_code == 200
    assert signed_in(cast.lan).get(question_url("index")).status_code == 302


# --- Quizzes


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
