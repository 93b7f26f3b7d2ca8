"""No quiz goes live from which no paper can be drawn, whoever or whatever publishes it."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from assessments.models import QuizPage
from assessments.words import QuestionStatus
from lms.core.models import BasePage
from lms.core.publishing import REFUSED_ACTION, PublishingRefused
from tests.assessments.makers import draw, make_bank, make_draw_quiz, make_question, make_quiz
from tests.courses.makers import make_course

REASON = "chỉ có 0 câu"


@pytest.fixture
def quiz(cast) -> QuizPage:
    """A draft whose only question was retired after it had been saved."""
    course = make_course(cast)
    question = make_question(make_bank(cast.site.catalogue))
    quiz = make_quiz(course, [question], live=False)
    quiz.save_revision(user=cast.trainer)
    question.status = QuestionStatus.RETIRED
    question.save()
    return QuizPage.objects.get(pk=quiz.pk)


def schedule(page: BasePage) -> None:
    """Let an approved revision be due, as if it had been approved while it could be drawn."""
    revision = page.revisions.latest("pk")
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save()


def approve(client: Any, quiz: QuizPage, **headers: str) -> Any:
    state = quiz.current_workflow_task_state
    assert state is not None
    address = reverse("wagtailadmin_pages:workflow_action", args=[quiz.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, follow=not headers, headers=headers)


def test_publishing_by_hand_is_refused_in_a_sentence(quiz, cast) -> None:
    with pytest.raises(PublishingRefused, match="Kiểm tra"):
        quiz.latest_revision.publish(user=cast.approver)
    assert not QuizPage.objects.get(pk=quiz.pk).live


def test_the_approver_is_told_why_and_nothing_is_approved(quiz, cast, signed_in) -> None:
    quiz.get_workflow().start(quiz, cast.trainer)
    answer = approve(signed_in(cast.approver), quiz)
    assert answer.status_code == 200
    assert "Kiểm tra" in answer.content.decode()
    assert REASON in answer.content.decode()
    quiz.refresh_from_db()
    assert not quiz.live
    assert quiz.current_workflow_task_state.status == "in_progress"


def test_the_dialogue_of_the_dashboard_leads_to_the_sentence(quiz, cast, signed_in) -> None:
    quiz.get_workflow().start(quiz, cast.trainer)
    client = signed_in(cast.approver)
    answer = approve(client, quiz, **{"x-requested-with": "XMLHttpRequest"}).json()
    assert answer["step"] == "success"
    assert REASON in client.get(answer["redirect"]).content.decode()


def test_publishing_many_at_once_is_refused_too(quiz, cast, signed_in) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = signed_in(cast.approver).post(f"{address}?id={quiz.pk}", follow=True)
    assert REASON in answer.content.decode()
    assert not QuizPage.objects.get(pk=quiz.pk).live


def test_a_due_quiz_stays_unpublished_and_its_history_says_why(quiz, cast, signed_in) -> None:
    schedule(quiz)
    call_command("publish_scheduled")
    quiz.refresh_from_db()
    assert not quiz.live
    assert not quiz.approved_schedule
    entry = PageLogEntry.objects.get(page=quiz, action=REFUSED_ACTION)
    assert "0" in entry.data["reason"]
    history = signed_in(cast.trainer).get(reverse("wagtailadmin_pages:history", args=[quiz.pk]))
    assert REASON in history.content.decode()
    call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(page=quiz, action=REFUSED_ACTION).count() == 1


def test_other_pages_that_are_due_are_published_all_the_same(quiz, cast) -> None:
    other = make_course(cast, "Khóa đến hạn", code="CDS-02", live=False)
    other.save_revision()
    for page in (quiz, other):
        page.refresh_from_db()
        schedule(page)
    call_command("publish_scheduled")
    other.refresh_from_db()
    assert other.live


def test_what_was_live_stays_live_as_it_was(cast) -> None:
    bank = make_bank(cast.site.catalogue)
    make_question(bank)
    quiz = make_draw_quiz(make_course(cast), draw(bank, 1))
    item = quiz.items.get()
    item.count = 5
    quiz.items.add(item)
    quiz.save_revision()
    schedule(quiz)
    call_command("publish_scheduled")
    quiz = QuizPage.objects.get(pk=quiz.pk)
    assert quiz.live
    assert quiz.items.get().count == 1


def test_a_quiz_that_can_be_drawn_is_published_when_due(cast) -> None:
    quiz = make_quiz(make_course(cast), [make_question(make_bank(cast.site.catalogue))], live=False)
    quiz.save_revision()
    schedule(quiz)
    call_command("publish_scheduled")
    assert QuizPage.objects.get(pk=quiz.pk).live
