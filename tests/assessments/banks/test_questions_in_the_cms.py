"""Banks and questions in the CMS: trainers meet those of their own catalogues."""

import pytest
from wagtail.test.utils.form_data import rich_text

from assessments.models import Question
from assessments.words import QuestionStatus
from tests.assessments.forms import question_form, question_url
from tests.assessments.makers import make_bank, make_question


def test_a_trainer_writes_a_question_and_publishes_it_by_making_it_ready(quizzed, trainer) -> None:
    response = trainer.post(question_url("add"), question_form(quizzed.bank))
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get(reference="Q-1")
    assert question.status == QuestionStatus.READY
    assert question.versions.get().created_by == quizzed.cast.trainer
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


def test_many_questions_are_written_in_a_row_in_the_same_bank(quizzed, trainer) -> None:
    form = question_form(quizzed.bank) | {"action-add-another": "1"}
    again = trainer.post(question_url("add"), form)
    page = trainer.get(again.url)
    initial = page.context["form"].initial
    assert (initial["bank"], initial["status"]) == (str(quizzed.bank.pk), QuestionStatus.READY)
    assert "action-add-another" in page.content.decode()
    assert not page.context["form"].is_bound


def test_the_only_bank_there_is_need_not_be_chosen(quizzed, trainer) -> None:
    assert trainer.get(question_url("add")).context["form"].initial["bank"] == quizzed.bank.pk
    make_bank(quizzed.bank.catalogue, "bank-hai")
    assert "bank" not in trainer.get(question_url("add")).context["form"].initial
    # What somebody writes into the address chooses nothing.
    page = trainer.get(question_url("add") + "?bank=x&status=x")
    assert page.status_code == 200


def test_a_question_that_fits_no_screen_is_refused_with_the_reason(quizzed, trainer) -> None:
    for name in ("text", "explanation"):
        form = question_form(quizzed.bank) | {name: rich_text(f"<p>{'chữ ' * 2000}</p>")}
        answer = trainer.post(question_url("add"), form)
        assert "vào bài học" in str(answer.context["form"].errors[name])


def test_a_ready_question_does_not_run_out_before_it_is_asked(quizzed, trainer) -> None:
    form = question_form(quizzed.bank) | {"valid_until": "2020-01-01"}
    assert "valid_until" in trainer.post(question_url("add"), form).context["form"].errors
