"""The page of a quiz: its rules, past attempts, the way to start."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt
from assessments.words import AttemptState
from tests.assessments.conftest import later
from tests.assessments.makers import WRONG, answer_all
from tests.assessments.taking.pages import url


def test_starting_leads_to_the_questions_and_twice_to_the_same(quizzed, lan) -> None:
    start = reverse("start_attempt", args=[quizzed.quiz.pk])
    first, second = lan.post(start), lan.post(start)
    attempt = Attempt.objects.get()
    assert first.url == second.url == url("attempt", attempt)


def test_who_is_not_enrolled_is_led_to_the_course(quizzed, signed_in) -> None:
    client = signed_in(quizzed.cast.hung)
    page = client.get(quizzed.quiz.url)
    assert quizzed.course.url in page.content.decode()
    assert reverse("start_attempt", args=[quizzed.quiz.pk]) not in page.content.decode()
    response = client.post(reverse("start_attempt", args=[quizzed.quiz.pk]))
    assert response.url == quizzed.quiz.url
    assert not Attempt.objects.exists()


def test_a_trainer_cannot_start_an_attempt_and_sees_the_sample_instead(quizzed, signed_in) -> None:
    trainer = signed_in(quizzed.cast.trainer)
    response = trainer.post(reverse("start_attempt", args=[quizzed.quiz.pk]), follow=True)
    assert "Câu matching?" in response.content.decode()
    assert not Attempt.objects.exists()


def test_strangers_see_the_rules_and_are_asked_to_sign_in(quizzed, client) -> None:
    text = client.get(quizzed.quiz.url).content.decode()
    assert "/accounts/login/?next=" in text
    assert "70%" in text


def test_the_quiz_page_shows_rules_and_past_attempts(quizzed, lan) -> None:
    quizzed.change(time_limit_minutes=20, attempts_allowed=3)
    text = lan.get(quizzed.quiz.url).content.decode()
    assert reverse("start_attempt", args=[quizzed.quiz.pk]) in text
    attempt = quizzed.start(timezone.now())
    assert url("attempt", attempt) in lan.get(quizzed.quiz.url).content.decode()
    answer_all(attempt, WRONG)
    submit_attempt(attempt=attempt)
    assert url("attempt_result", attempt) in lan.get(quizzed.quiz.url).content.decode()


@pytest.mark.parametrize("page", ["attempt", "attempt_review", "attempt_result", None])
def test_looking_at_an_attempt_that_ran_out_grades_nothing_but_offers_it(
    quizzed, lan, page
) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    text = lan.get(url(page, attempt) if page else quizzed.quiz.url).content.decode()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.IN_PROGRESS
    assert f'action="{url("attempt_submit", attempt)}"' in text
    assert lan.post(url("attempt_submit", attempt)).url == url("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.GRADED


def test_a_used_up_quiz_says_so_and_cannot_be_started(quizzed, lan) -> None:
    quizzed.change(attempts_allowed=1)
    submit_attempt(attempt=quizzed.start(timezone.now()))
    start = reverse("start_attempt", args=[quizzed.quiz.pk])
    assert start not in lan.get(quizzed.quiz.url).content.decode()
    assert lan.post(start).url == quizzed.quiz.url
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_quiz_page_stays_flat_as_attempts_grow(
    quizzed, lan, django_assert_max_num_queries, count
) -> None:
    for number in range(count):
        submit_attempt(attempt=quizzed.start(later(hours=number)), now=later(hours=number))
    lan.get(quizzed.quiz.url)
    with django_assert_max_num_queries(12):
        lan.get(quizzed.quiz.url)
