"""Backups while learners answer and files come and go: what was acknowledged is in them."""

import datetime as dt
import os
import threading
import time

import pytest
from django.utils import timezone

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.models import Attempt, QuizPage
from assessments.taking.starting import start_attempt
from lms.backups.making import back_up
from lms.backups.restoring import restore
from lms.enrolments.models import Enrolment
from tests.flows.at_once import at_once

pytestmark = pytest.mark.usefixtures("db", "media")


def answer_until(ended: threading.Event, attempt_id, acknowledged: list) -> None:
    """Save answers one after the other; note each that was acknowledged, and when."""
    sequence = 0
    began = timezone.now()
    while not ended.is_set():
        attempt = Attempt.objects.get(pk=attempt_id)
        event = save_answer(
            attempt=attempt,
            slot=1,
            answer=f"0000000{'12'[sequence % 2]}",
            sequence=sequence + 1,
            # As slowly as people answer, by their own clock.
            now=began + dt.timedelta(seconds=sequence),
        )
        sequence += 1
        acknowledged.append((time.monotonic(), attempt_id, event.sequence, event.hash))


def everything_answered_before_is_there(quiz, cast, media, target, rounds: int) -> None:
    learners = [cast.lan, cast.nga, cast.hung]
    for learner in learners:
        Enrolment.objects.get_or_create(learner=learner, course=quiz.get_course())
    attempts = [
        start_attempt(
            learner=learner,
            quiz=QuizPage.objects.get(),
            enrolment=Enrolment.objects.get(learner=learner),
        )
        for learner in learners
    ]
    ended = threading.Event()
    acknowledged: list[tuple] = []
    made: list[tuple] = []

    def wait_for_answers(number: int) -> None:
        while len(acknowledged) < number:
            assert not ended.wait(0.01)

    def copy() -> None:
        try:
            for _round in range(rounds):
                wait_for_answers(len(acknowledged) + 10)
                began = time.monotonic()
                made.append((began, back_up(folder=target).path))
                # The next one has another second in its name, and other answers.
                wait_for_answers(len(acknowledged) + 10)
                while time.monotonic() < began + 1:
                    ended.wait(0.05)
        finally:
            ended.set()

    def fill() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path = media / f"upload-{number}.bin"
            with path.open("wb") as file:
                for _part in range(20):
                    file.write(os.urandom(10_000))
                    file.flush()
                    ended.wait(0.002)
            if number % 2:
                path.unlink()

    outcomes = at_once(
        [copy, fill, *(lambda pk=a.pk: answer_until(ended, pk, acknowledged) for a in attempts)]
    )
    assert outcomes == [None] * len(outcomes)
    for began, path in made:
        restore(path=path, replace=True)
        events = set(ledger.AnswerEvent.objects.values_list("attempt_id", "sequence", "hash"))
        before = [(a, n, h) for moment, a, n, h in acknowledged if moment < began]
        assert len(before) > 3
        assert set(before) <= events
        assert all(ledger.verify(attempt).intact for attempt in Attempt.objects.all())


def test_while_learners_answer_nothing_that_was_acknowledged_is_missing(quiz, cast, media, target):
    everything_answered_before_is_there(quiz, cast, media, target, rounds=1)


@pytest.mark.nightly
def test_ten_backups_while_learners_answer_hold_all_that_was_acknowledged(
    quiz, cast, media, target
):
    everything_answered_before_is_there(quiz, cast, media, target, rounds=10)
