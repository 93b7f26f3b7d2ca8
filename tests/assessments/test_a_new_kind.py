"""A kind made up here, in its four places, goes the whole way from the author to the result."""

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django import forms
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.test.utils.form_data import rich_text

from assessments.banks.cms.listings import QuestionFilterSet
from assessments.banks.cms.viewsets import QuestionViewSet
from assessments.formats.yaml_bank import BankFileError
from assessments.marking.gradings import submit_attempt
from assessments.models import Question
from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import Answer, Body, QuestionType
from assessments.question_types.rows import Cells, Number, Text
from assessments.taking.starting import start_attempt
from lms.demo.history import answer_all
from tests.assessments.formats.loading import load_bank
from tests.assessments.makers import make_quiz

TEMPLATE = """
<p class="question__hint">Viết từ ngược.</p>
<div class="answer-line" data-answer="text">{{ question.field }} {{ question.notes.length }}</div>
"""


class MirrorBlock(blocks.StructBlock):
    word = blocks.CharBlock()
    length = blocks.IntegerBlock()


class Mirror(QuestionType):
    """The word backwards; its first letters alone earn a third."""

    kind = "mirror"
    label = "Từ viết ngược"
    block = MirrorBlock
    cells = Cells({"word": Text(), "length": Number()})
    sample_row = {"word": "cba", "length": "3"}

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"word": value["word"], "length": value["length"]}

    def form_field(self, body: Body, order: list[str]) -> forms.Field:
        return forms.CharField(required=False)

    def field_notes(self, body: Body) -> dict[str, str]:
        return {"length": f"{body['length']} chữ cái"}

    def check_answer(self, body: Body, answer: Any) -> Answer:
        return answer or None

    def grade(self, body: Body, answer: Answer) -> Fraction:
        key = body["word"][::-1]
        return Fraction(answer == key) or Fraction(bool(answer) and key.startswith(answer), 3)

    def sample_answer(self, body: Body, rng: Any, *, right: bool) -> Answer:
        return body["word"][::-1] if right else body["word"]

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        return [answer] if answer else []

    def key_text(self, body: Body) -> list[str]:
        return [body["word"][::-1]]

    def feedback(self, body: Body, answer: Answer) -> str:
        return "Đọc từ phải sang trái."


@pytest.fixture
def kind(monkeypatch, settings, tmp_path) -> QuestionType:
    """Give the kind its line in the registry and its template."""
    field: Any = Question._meta.get_field("content")
    field.stream_block  # noqa: B018  (what is remembered now comes back after the test)
    monkeypatch.setitem(QUESTION_TYPES, "mirror", Mirror())
    monkeypatch.delitem(vars(field), "stream_block")
    template = tmp_path / "assessments" / "question_types" / "mirror.html"
    template.parent.mkdir(parents=True)
    template.write_text(TEMPLATE, encoding="utf-8")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    return QUESTION_TYPES["mirror"]


def written_in_the_cms(cast: Any, bank: Any) -> Question:
    data = {
        "bank": str(bank.pk),
        "text": rich_text("<p>Viết ngược.</p>"),
        "explanation": rich_text("<p>Vì thế.</p>"),
        "difficulty": "easy",
        "status": "ready",
        "content-count": "1",
        "content-0-deleted": "",
        "content-0-order": "0",
        "content-0-type": "mirror",
        "content-0-id": "",
        "content-0-value-word": "gnat",
        "content-0-value-length": "4",
    }
    form_class: Any = QuestionViewSet("question").get_form_class()
    form = form_class(data, for_user=cast.trainer)
    assert form.is_valid(), form.errors
    return form.save()


def test_an_authors_question_is_published_answered_saved_graded_and_shown(
    quizzed, kind, signed_in
) -> None:
    question = written_in_the_cms(quizzed.cast, quizzed.bank)
    question.refresh_from_db()
    assert (question.kind, question.kind_label) == ("mirror", "Từ viết ngược")
    assert ("mirror", "Từ viết ngược") in QuestionFilterSet().form.fields["kind"].choices
    quiz = make_quiz(quizzed.course, [question], pass_mark=30)
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    lan = signed_in(quizzed.cast.lan)

    page = lan.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert "Viết từ ngược." in page
    assert "4 chữ cái" in page
    assert "gnat" not in page
    saved = lan.post(
        reverse("attempt_answer", args=[attempt.pk]),
        json.dumps({"slot": 1, "answer": "ta", "sequence": 1}),
        content_type="application/json",
    )
    assert saved.status_code == 200
    form = {"sequence": "1", "q1": "tan", "go": "save"}
    assert lan.post(reverse("attempt", args=[attempt.pk]), form).status_code == 302
    assert 'value="tan"' in lan.get(reverse("attempt", args=[attempt.pk])).content.decode()
    lan.post(reverse("attempt_submit", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert str(attempt.fraction) == "0.3333333"
    result = lan.get(reverse("attempt_result", args=[attempt.pk])).content.decode()
    assert [text in result for text in ("tan", "tang", "Đọc từ phải sang trái.")] == [True] * 3


@pytest.mark.usefixtures("in_english")
def test_a_file_brings_it_and_the_demonstration_answers_it(quizzed, kind, tmp_path) -> None:
    path = tmp_path / "bank.yaml"
    row = "{id: M-1, kind: mirror, text: Ngược là gì, word: 12:30, length: 5}"
    path.write_text(f"code: M\nname: N\nquestions:\n  - {row}\n", encoding="utf-8")
    load_bank(path, catalogue=quizzed.cast.site.catalogue)

    quiz = make_quiz(quizzed.course, [Question.objects.get(reference="M-1")])
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    answer_all(attempt, 1.0, Random(1), timezone.now())
    assert submit_attempt(attempt=attempt).fraction == 1

    path.write_text(path.read_text(encoding="utf-8").replace("length", "lenght"), encoding="utf-8")
    with pytest.raises(BankFileError, match="M-1: unknown key 'lenght'"):
        load_bank(path, catalogue=quizzed.cast.site.catalogue)


@pytest.mark.usefixtures("in_english")
def test_without_its_line_in_the_registry_it_is_unknown(quizzed, tmp_path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text("code: M\nname: N\nquestions: [{id: M-1, kind: mirror, text: t}]\n")
    with pytest.raises(BankFileError, match="unknown kind 'mirror'"):
        load_bank(path, catalogue=quizzed.cast.site.catalogue)


def test_it_needs_no_migration(kind, db) -> None:
    field = Question._meta.get_field("content")
    assert "mirror" in field.stream_block.child_blocks
    _name, _path, arguments, options = field.deconstruct()
    assert (arguments, set(options)) == ([], {"verbose_name"})
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
