"""Saving one answer at a time, as the page's script does."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from assessments.attempts import limits
from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.models import AnswerEvent
from assessments.words import AttemptState
from tests.assessments.conftest import later
from tests.assessments.taking.pages import FORM, save, url


def test_an_answer_is_saved_at_once(quizzed, lan) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start(timezone.now())
    reply = save(lan, attempt, slot=1, answer="00000001", sequence=1).json()
    assert reply["sequence"] == 1
    assert 290 < reply["remaining"] <= 300
    assert lan.get(url("attempt_answer", attempt)).json()["sequence"] == 1


def test_a_stale_window_gets_409_with_a_sentence(attempt, lan) -> None:
    save_answer(attempt=attempt, slot=1, answer="00000003", sequence=1)
    response = save(lan, attempt, slot=1, answer="00000001", sequence=1)
    assert response.status_code == 409
    assert response.json()["sequence"] == 1
    assert response.json()["message"]


def test_signed_out_gets_401_with_the_way_back(attempt, client) -> None:
    response = save(client, attempt, slot=1, answer="00000001", sequence=1)
    assert response.status_code == 401
    assert response.json()["url"].startswith("/accounts/login/?next=")


def test_a_stale_token_gets_a_fresh_one_that_works(quizzed, attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(quizzed.cast.lan)
    message = {"slot": 1, "answer": "00000001", "sequence": 1}
    token = save(client, attempt, **message).json()["token"]
    response = client.post(
        url("attempt_answer", attempt),
        json.dumps(message),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert response.status_code == 200


def test_after_the_end_the_way_to_the_result_is_told(quizzed, lan) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    response = save(lan, attempt, slot=1, answer="00000001", sequence=1)
    assert response.status_code == 410
    assert response.json()["url"] == url("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.GRADED
    assert save(lan, attempt, slot=1, answer="00000001", sequence=1).status_code == 410


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "1",
        "{",
        '"slot"',
        "{}",
        '{"slot": 1}',
        '{"slot": "1", "sequence": 1}',
        '{"slot": true, "sequence": 1}',
        '{"slot": 1.0, "sequence": 1}',
        '{"slot": 1, "sequence": "1"}',
        '{"slot": 1, "sequence": null}',
        '{"slot": 1, "sequence": 1e309}',
        '{"slot": NaN, "sequence": 1}',
        '{"slot": 1, "sequence": 1, "answer": Infinity}',
        '{"slot": 1, "slot": 2, "sequence": 1, "answer": "a"}',
        '{"slot": 1, "sequence": 1, "answer": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"slot": 1, "sequence": 1, "answer": "' + "x" * 60_000 + '"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_is_refused(attempt, lan, body) -> None:
    response = lan.post(url("attempt_answer", attempt), body, content_type="application/json")
    assert response.status_code == 400
    assert not attempt.events.exists()


@pytest.mark.parametrize("answer", [True, 1, {}, ["00000001"], "00000009", "x" * 9000, 1e308])
def test_an_answer_that_does_not_fit_is_refused(attempt, lan, answer) -> None:
    assert save(lan, attempt, slot=1, answer=answer, sequence=1).status_code == 422
    assert save(lan, attempt, slot=7, answer="true", sequence=1).status_code == 422
    assert not attempt.events.exists()


def test_extra_keys_change_nothing(attempt, lan) -> None:
    save(lan, attempt, slot=1, answer="00000001", sequence=1, score=100, passed=True, learner=1)
    attempt.refresh_from_db()
    assert (attempt.fraction, attempt.passed, attempt.state) == (None, None, "in_progress")


def test_a_question_is_flagged_by_itself(attempt, lan) -> None:
    assert save(lan, attempt, slot=3, flagged=True).json() == {"flagged": [3]}
    assert save(lan, attempt, slot=3, flagged=False).json() == {"flagged": []}
    assert save(lan, attempt, slot=99, flagged=True).json() == {"flagged": []}


@pytest.mark.parametrize("over", ["time is up", "handed in"])
def test_a_closed_attempt_refuses_flags_like_answers(quizzed, lan, over) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start(timezone.now() if over == "handed in" else later())
    if over == "handed in":
        submit_attempt(attempt=attempt)
    for flagged in (True, False):
        response = save(lan, attempt, slot=3, flagged=flagged)
        assert response.status_code == 410
        assert response.json()["url"] == url("attempt_result", attempt)
    attempt.refresh_from_db()
    assert (attempt.flagged, attempt.state) == ([], AttemptState.GRADED)
    lan.post(url("attempt", attempt), {"sequence": "0", "flag3": "on", "q1": "00000001"})
    attempt.refresh_from_db()
    assert attempt.flagged == []
    assert not attempt.events.exists()


def test_more_saves_than_anybody_types_wait_for_a_minute_and_are_taken_then(
    quizzed, attempt, lan, monkeypatch
) -> None:
    monkeypatch.setattr(limits, "SAVES_A_MINUTE", 4)
    allowed = 4 + 6
    for sequence in range(1, allowed + 1):
        answer = f"0000000{1 + sequence % 2}"
        assert save(lan, attempt, slot=1, answer=answer, sequence=sequence).status_code == 200
    message = {"slot": 3, "answer": "true", "sequence": allowed + 1}
    refused = save(lan, attempt, **message)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["error"] == "too_many"
    page = lan.post(url("attempt", attempt), {**FORM, "sequence": str(allowed)})
    assert page.status_code == 429
    assert 'value="Nền tảng"' in page.content.decode()
    assert attempt.events.count() == allowed

    for event in attempt.events.all():
        at = event.answered_at - limits.MINUTE
        AnswerEvent.objects.filter(pk=event.pk).update(answered_at=at)
    assert save(lan, attempt, **message).status_code == 200


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"slot": 3, "flagged": True}, 200),
        ({"slot": 1, "answer": "00000001", "sequence": 1}, 200),
        ({"slot": 1, "answer": "00000002", "sequence": 1}, 409),
        ({"slot": 1, "answer": "x", "sequence": 2}, 422),
    ],
    ids=["flag", "sent again", "stale", "unfit"],
)
def test_what_writes_no_answer_is_limited_too_and_holds_up_no_answer(
    quizzed, attempt, lan, monkeypatch, message, status
) -> None:
    monkeypatch.setattr(limits, "OTHERS_A_MINUTE", 5)
    save(lan, attempt, slot=1, answer="00000001", sequence=1)
    for _time in range(5):
        assert save(lan, attempt, **message).status_code == status
    refused = save(lan, attempt, **message)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert save(lan, attempt, slot=3, answer="true", sequence=2).status_code == 200
    beside = quizzed.start_beside()
    assert save_answer(attempt=beside, slot=1, answer="00000001", sequence=1).sequence == 1
