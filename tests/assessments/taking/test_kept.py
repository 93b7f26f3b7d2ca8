"""A session that ended, a token that went stale: the answers are not lost."""

import re
from html import unescape

from django.contrib.auth import SESSION_KEY
from django.test import Client

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.taking.views.kept import SESSION_KEY as KEPT
from tests.assessments.taking.pages import FORM, url


def hidden_values(response) -> dict[str, list[str]]:
    """Return what the page would post by itself."""
    values: dict[str, list[str]] = {}
    text = response.content.decode()
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text):
        values.setdefault(name, []).append(unescape(value))
    return values


def test_answers_posted_after_the_session_ended_are_saved_after_sign_in(
    quizzed, attempt, client
) -> None:
    response = client.post(url("attempt", attempt), FORM)
    assert response.url.startswith("/accounts/login/?next=/attempts/")
    assert not attempt.events.exists()

    client.force_login(quizzed.cast.lan)
    kept = hidden_values(client.get(url("attempt", attempt)))
    assert not attempt.events.exists()
    client.post(url("attempt", attempt), kept)
    assert len(ledger.current_answers(attempt)) == 6
    assert not client.session[KEPT]


def test_kept_answers_are_of_no_use_to_somebody_else(quizzed, attempt, client) -> None:
    client.post(url("attempt", attempt), FORM)
    client.force_login(quizzed.cast.hung)
    assert client.get(url("attempt", attempt)).status_code == 404
    assert not attempt.events.exists()


def test_kept_answers_do_not_silently_replace_newer_ones(quizzed, attempt, client) -> None:
    client.post(url("attempt", attempt), FORM)
    save_answer(attempt=attempt, slot=1, answer="00000003", sequence=1)
    client.force_login(quizzed.cast.lan)
    kept = hidden_values(client.get(url("attempt", attempt)))
    response = client.post(url("attempt", attempt), kept)
    assert response.status_code == 409
    assert 'value="Nền tảng"' in response.content.decode()
    assert ledger.current_answers(attempt) == {1: "00000003"}


def test_with_session_and_token_gone_the_answers_come_back_to_be_sent_again(attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(url("attempt", attempt), FORM)
    text = response.content.decode()
    assert response.status_code == 403
    assert 'name="q4" value="Nền tảng"' in text
    assert text.count('name="q2"') == 2
    assert SESSION_KEY not in client.session


def test_a_stale_token_gives_the_answers_back_with_a_fresh_one(quizzed, attempt) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(quizzed.cast.lan)
    response = client.post(url("attempt", attempt), {**FORM, "csrfmiddlewaretoken": "x" * 64})
    text = response.content.decode()
    assert response.status_code == 403
    assert 'value="Nền tảng"' in text
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post(url("attempt", attempt), {**FORM, "csrfmiddlewaretoken": token})
    assert again.status_code == 302


def test_too_much_to_keep_is_not_kept(attempt, client) -> None:
    client.post(url("attempt", attempt), {"q4": "x" * 300_000})
    assert KEPT not in client.session
