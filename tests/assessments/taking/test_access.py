"""Whose attempt it is: nobody else's pages, nobody else's words."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt
from assessments.words import AttemptState
from lms.enrolments.services import enrol
from tests.assessments.taking.pages import FORM, save, url

STEPS = ["attempt", "attempt_answer", "attempt_review", "attempt_submit", "attempt_result"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("person", ["hung", "minh", "trainer", "admin"])
def test_attack_14_nobody_else_opens_an_attempt(quizzed, attempt, signed_in, step, person) -> None:
    client = signed_in(getattr(quizzed.cast, person))
    method = client.post if step == "attempt_submit" else client.get
    assert method(url(step, attempt)).status_code == 404
    if step in ("attempt", "attempt_answer"):
        assert client.post(url(step, attempt), FORM).status_code == 404
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.IN_PROGRESS
    assert not attempt.events.exists()


@pytest.mark.parametrize("step", STEPS)
def test_an_attempt_that_does_not_exist_is_the_same(lan, step) -> None:
    method = lan.post if step == "attempt_submit" else lan.get
    assert method(reverse(step, args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("step", ["attempt", "attempt_review", "attempt_result"])
def test_strangers_are_asked_to_sign_in_and_come_back(attempt, client, step) -> None:
    response = client.get(url(step, attempt))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=/attempts/")


def test_starting_and_handing_in_are_posts(quizzed, attempt, lan) -> None:
    assert lan.get(reverse("start_attempt", args=[quizzed.quiz.pk])).status_code == 405
    assert lan.get(url("attempt_submit", attempt)).status_code == 405


def test_every_change_needs_a_token(quizzed, attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(quizzed.cast.lan)
    assert client.post(reverse("start_attempt", args=[quizzed.quiz.pk])).status_code == 403
    assert client.post(url("attempt_submit", attempt)).status_code == 403
    assert client.post(url("attempt", attempt), FORM).status_code == 403
    assert save(client, attempt, slot=1, answer="00000001", sequence=1).status_code == 403
    assert not attempt.events.exists()


def test_an_enrolment_of_somebody_else_opens_nothing(quizzed, signed_in, cast) -> None:
    enrol(learner=cast.nga, course=quizzed.course)
    nga = signed_in(cast.nga)
    attempt = quizzed.start(timezone.now())
    nga.post(reverse("start_attempt", args=[quizzed.quiz.pk]))
    own = Attempt.objects.for_learner(cast.nga).get()
    assert own.pk != attempt.pk
    assert url("attempt", attempt) not in nga.get(quizzed.quiz.url).content.decode()
