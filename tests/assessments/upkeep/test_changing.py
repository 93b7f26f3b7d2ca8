"""The key of what people have answered is changed by two."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from assessments.banks.publishing import frozen_content
from assessments.marking.gradings import submit_attempt
from assessments.models import Question, Response
from assessments.upkeep.changing import publish_or_propose
from assessments.upkeep.panels import questions_to_look_at
from tests.assessments.forms import question_form, question_url
from tests.assessments.makers import answer_all

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def answered(quizzed) -> Question:
    attempt = quizzed.start()
    answer_all(attempt)
    submit_attempt(attempt=attempt)
    (question,) = Question.objects.filter(kind="single_choice")
    return question


def posted(question: Question, *, right: int, **changed: Any) -> dict[str, Any]:
    """Return the form of a question with its two options, one of them right."""
    options = question.content[0].value["options"].bound_blocks
    form = question_form(question.bank, reference=question.reference, **changed)
    form |= {"content-0-id": question.content[0].id, "content-0-value-options-count": len(options)}
    for number, option in enumerate(options):
        prefix = f"content-0-value-options-{number}"
        form |= {
            f"{prefix}-deleted": "",
            f"{prefix}-order": str(number),
            f"{prefix}-id": option.id,
            f"{prefix}-value-text": option.value["text"],
            f"{prefix}-value-feedback": option.value["feedback"],
        }
        form.pop(f"{prefix}-value-correct", None)
        if number == right:
            form[f"{prefix}-value-correct"] = "on"
    return form


def right_options(question: Question) -> list[bool]:
    question.refresh_from_db()
    assert question.current_version is not None
    return [option["correct"] for option in question.current_version.frozen.body["options"]]


def test_a_changed_key_waits_for_a_second_person(answered, quizzed, signed_in) -> None:
    cast = quizzed.cast
    edit = question_url("edit", answered)
    before = right_options(answered)
    other = before.index(False)
    trainer, approver = signed_in(cast.trainer), signed_in(cast.approver)
    assert "1 người đã trả lời" in trainer.get(edit).content.decode()
    trainer.post(edit, posted(answered, right=other))
    assert right_options(answered) == before
    assert answered.proposed_by == cast.trainer
    # The author alone publishes nothing, however often it is saved.
    trainer.post(edit, posted(answered, right=other))
    assert right_options(answered) == before
    assert cast.trainer.full_name in approver.get(edit).content.decode()
    approver.post(edit, posted(answered, right=other))
    assert right_options(answered)[other] is True
    assert answered.proposed_by is None


def test_who_may_publish_changes_no_key_alone_either(answered, quizzed, signed_in) -> None:
    before = right_options(answered)
    approver = signed_in(quizzed.cast.approver)
    edit = question_url("edit", answered)
    for _again in range(2):
        approver.post(edit, posted(answered, right=before.index(False)))
        assert right_options(answered) == before
    signed_in(quizzed.cast.admin).post(edit, posted(answered, right=before.index(False)))
    assert right_options(answered) != before


def test_who_changes_the_change_becomes_its_author(answered, quizzed) -> None:
    """Two trainers cannot pass a key to each other, nor an approver change it while confirming."""
    cast = quizzed.cast
    original = frozen_content(answered)
    for by in (cast.trainer, cast.approver):
        before = frozen_content(answered)
        answered.text = f"<p>{by.full_name}?</p>"
        answered.save()
        assert not publish_or_propose(question=answered, by=by, before=before)
        assert answered.proposed_by == by
    answered.refresh_from_db()
    assert answered.current_version.frozen == original


def test_an_explanation_is_published_at_once(answered, quizzed, signed_in) -> None:
    answered.explanation = "<p>Vì luật nói vậy.</p>"
    answered.save()
    content = frozen_content(answered)
    assert publish_or_propose(question=answered, by=quizzed.cast.trainer, before=content)
    assert answered.proposed_by is None


def test_what_nobody_answered_is_changed_by_its_author(quizzed, signed_in) -> None:
    (question,) = Question.objects.filter(kind="single_choice")
    before = right_options(question)
    edit = question_url("edit", question)
    signed_in(quizzed.cast.trainer).post(edit, posted(question, right=before.index(False)))
    assert right_options(question) != before


def test_without_approval_no_second_person_is_asked(answered, quizzed, signed_in) -> None:
    answered.bank.catalogue.workflowpage.delete()
    before = right_options(answered)
    edit = question_url("edit", answered)
    signed_in(quizzed.cast.trainer).post(edit, posted(answered, right=before.index(False)))
    assert right_options(answered) != before


def test_results_keep_their_version(answered, quizzed, signed_in) -> None:
    response = Response.objects.get(question_version=answered.current_version)
    before = right_options(answered)
    edit = question_url("edit", answered)
    for user in (quizzed.cast.trainer, quizzed.cast.approver):
        signed_in(user).post(edit, posted(answered, right=before.index(False)))
    response.refresh_from_db()
    assert [o["correct"] for o in response.question_version.frozen.body["options"]] == before


def reasons(user: Any) -> dict[int, str]:
    return {item.question.pk: item.reason for item in questions_to_look_at(user, TODAY)}


def test_the_dashboard_names_what_waits_runs_out_and_looks_wrong(
    answered, quizzed, others, signed_in
) -> None:
    cast = quizzed.cast
    numeric = Question.objects.get(kind="numeric")
    Question.objects.filter(pk=numeric.pk).update(valid_until=TODAY + dt.timedelta(days=30))
    Question.objects.filter(pk=answered.pk).update(proposed_by=cast.trainer)
    Question.objects.filter(pk=others.pk).update(valid_until=TODAY)
    assert set(reasons(cast.trainer)) == {numeric.pk, answered.pk}
    assert "01/04/2026" in reasons(cast.trainer)[numeric.pk]
    assert reasons(cast.trainer)[answered.pk] != reasons(cast.approver)[answered.pk]
    shown = signed_in(cast.approver).get(reverse("wagtailadmin_home")).content.decode()
    assert question_url("edit", answered) in shown


def test_a_question_hardly_anybody_gets_right_looks_wrong(answered, quizzed) -> None:
    (response,) = Response.objects.filter(question_version=answered.current_version)
    for number in range(2, 12):
        attempt_grading = response.grading
        attempt_grading.pk, attempt_grading.number = None, number
        attempt_grading.save()
        response.pk, response.fraction = None, 0
        response.grading = attempt_grading
        response.save()
    assert "%" in reasons(quizzed.cast.trainer)[answered.pk]
