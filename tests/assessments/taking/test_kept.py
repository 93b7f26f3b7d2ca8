"""A session that ended, a token that went stale: the answers are not lost."""

import datetime as dt
import re
import uuid
from html import unescape

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from assessments.attempts import keeping, ledger
from assessments.attempts.rules import moment
from assessments.attempts.saving import save_answer
from assessments.banks.publishing import publish_question
from assessments.marking.gradings import close_expired_attempts, submit_attempt
from assessments.marking.regrading import regrade_attempt
from assessments.models import Attempt, KeptAnswers, Question
from assessments.taking.views.kept import SESSION_KEY as KEPT
from assessments.words import GradingReason, QuizLayout
from lms.accounts.models import User
from lms.web.owed import take_up_owed
from tests.assessments.conftest import later
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
    assert not KeptAnswers.objects.exists()


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


MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def timed(quizzed) -> Attempt:
    """An attempt of ten minutes that began at NOW."""
    quizzed.change(time_limit_minutes=10)
    return quizzed.start()


def post_at(client: Client, attempt: Attempt, at: dt.datetime, **changed: object):
    with time_machine.travel(at, tick=False):
        return client.post(url("attempt", attempt), {**FORM, **changed})


def come_back(client: Client, person: User, attempt: Attempt, at: dt.datetime) -> str:
    """Sign in, follow the pages as the script would, and return the result as it is shown."""
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        page = client.get(url("attempt", attempt), follow=True)
        assert f'action="{url("attempt_submit", attempt)}"' in page.content.decode()
        return client.post(url("attempt_submit", attempt), follow=True).content.decode()


@pytest.mark.parametrize("closed_meanwhile", [False, True])
def test_what_arrived_before_the_end_counts_when_its_learner_signs_in_after_it(
    quizzed, timed, client, closed_meanwhile
) -> None:
    post_at(client, timed, later(minutes=9))
    if closed_meanwhile:
        assert close_expired_attempts(now=later(minutes=10)) == 1
        timed.refresh_from_db()
        assert timed.fraction == 0
    text = come_back(client, quizzed.cast.lan, timed, later(hours=2))
    timed.refresh_from_db()
    assert (timed.fraction, timed.passed) == (1, True)
    reasons = list(timed.gradings.order_by("number").values_list("reason", flat=True))
    expected = [GradingReason.TIME_UP, GradingReason.ARRIVED]
    assert reasons == (expected if closed_meanwhile else expected[:1])
    assert set(timed.events.values_list("answered_at", flat=True)) == {later(minutes=9)}
    assert ledger.verify(timed).intact
    assert "đã được tính" in text
    quizzed.enrolment.refresh_from_db()
    assert quizzed.enrolment.completed_at is not None
    assert not KeptAnswers.objects.exists()


def test_what_arrived_at_the_end_or_later_is_not_kept_and_nobody_is_told_so(
    quizzed, timed, client
) -> None:
    with time_machine.travel(later(minutes=10), tick=False):
        response = client.post(url("attempt", timed), FORM, follow=True)
    assert "không giữ lại được" in response.content.decode()
    assert not KeptAnswers.objects.exists()
    assert KEPT not in client.session


def test_a_page_that_is_sent_again_too_late_counts_as_it_first_arrived(
    quizzed, timed, client
) -> None:
    """The sign-in was in time, the press of the button was not."""
    post_at(client, timed, later(minutes=8))
    with time_machine.travel(later(minutes=9), tick=False):
        client.force_login(quizzed.cast.lan)
        kept = hidden_values(client.get(url("attempt", timed)))
    with time_machine.travel(later(minutes=11), tick=False):
        client.post(url("attempt", timed), kept)
    timed.refresh_from_db()
    assert timed.fraction == 1
    assert set(timed.events.values_list("answered_at", flat=True)) == {later(minutes=8)}


def test_newer_answers_stand_and_the_learner_is_told(quizzed, timed, client) -> None:
    post_at(client, timed, later(minutes=5))
    save_answer(attempt=timed, slot=1, answer="00000003", sequence=1, now=later(minutes=6))
    text = come_back(client, quizzed.cast.lan, timed, later(hours=1))
    assert "không được tính" in text
    assert ledger.current_answers(timed) == {1: "00000003"}
    assert timed.gradings.count() == 1


def test_what_was_handed_in_by_hand_is_final(quizzed, timed, client) -> None:
    post_at(client, timed, later(minutes=5))
    submit_attempt(attempt=timed, now=later(minutes=6))
    text = come_back(client, quizzed.cast.lan, timed, later(minutes=7))
    assert "không được tính" in text
    assert not timed.events.exists()
    assert timed.gradings.get().fraction == 0


def test_a_regraded_attempt_counts_them_by_the_versions_in_force(quizzed, timed, client) -> None:
    post_at(client, timed, later(minutes=5))
    close_expired_attempts(now=later(minutes=10))
    question = Question.objects.get(pk=quizzed.questions[2].pk)
    question.content[0].value["answer"] = "false"
    question.save()
    version = publish_question(question=question)
    regrade_attempt(attempt=timed, graded_by=quizzed.cast.trainer, note="Sửa đáp án")
    come_back(client, quizzed.cast.lan, timed, later(hours=1))
    newest = timed.gradings.latest("number")
    assert (newest.number, newest.reason) == (3, GradingReason.ARRIVED)
    third = newest.responses.get(slot=3)
    assert (third.question_version, third.fraction) == (version, 0)


def test_of_one_question_a_page_the_one_that_was_sent_counts_alone(quizzed, client) -> None:
    quizzed.change(time_limit_minutes=10, layout=QuizLayout.ONE)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=1, answer="00000001", sequence=1, now=later(minutes=1))
    with time_machine.travel(later(minutes=2), tick=False):
        client.post(url("attempt", attempt) + "?q=4", {"sequence": "1", "q4": "Nền tảng"})
    come_back(client, quizzed.cast.lan, attempt, later(hours=1))
    assert ledger.current_answers(attempt) == {1: "00000001", 4: "Nền tảng"}


def test_looking_at_the_result_counts_nothing_by_itself(quizzed, timed, client) -> None:
    post_at(client, timed, later(minutes=5))
    close_expired_attempts(now=later(minutes=10))
    client.force_login(quizzed.cast.lan)
    with time_machine.travel(later(hours=1), tick=False):
        client.get(url("attempt_result", timed))
    assert timed.gradings.count() == 1
    assert KeptAnswers.objects.count() == 1


def test_nobody_else_lets_them_count(quizzed, timed, client) -> None:
    post_at(client, timed, later(minutes=5))
    client.force_login(quizzed.cast.hung)
    with time_machine.travel(later(minutes=11), tick=False):
        for step in ("attempt", "attempt_result"):
            assert client.get(url(step, timed)).status_code == 404
        assert client.post(url("attempt_submit", timed)).status_code == 404
    other = Client()
    other.force_login(quizzed.cast.lan)
    with time_machine.travel(later(minutes=12), tick=False):
        other.post(url("attempt_submit", timed))
    assert not timed.events.exists()


def test_only_an_open_attempt_that_exists_is_kept_for(quizzed, attempt, client) -> None:
    submit_attempt(attempt=attempt)
    for address in (url("attempt", attempt), f"/attempts/{uuid.uuid4()}/"):
        response = client.post(address, FORM)
        assert response.status_code == 302
        assert "sessionid" not in response.cookies
    assert not KeptAnswers.objects.exists()
    assert not Session.objects.exists()


def test_too_much_to_keep_is_not_kept_and_said(attempt, client) -> None:
    response = client.post(url("attempt", attempt), {"q4": "x" * 300_000}, follow=True)
    assert "không giữ lại được" in response.content.decode()
    assert KEPT not in client.session
    assert not KeptAnswers.objects.exists()


def test_who_sends_again_replaces_what_was_sent_before(attempt, client) -> None:
    for answer in ("00000001", "00000002"):
        client.post(url("attempt", attempt), {**FORM, "q1": answer})
    assert "q1=00000002" in KeptAnswers.objects.get().body


@pytest.mark.parametrize(
    ("bound", "of_whom"),
    [
        ("MOST_PER_ATTEMPT", ["same", "same", "beside"]),
        ("MOST_PER_NETWORK", ["same", "same", "elsewhere"]),
        ("MOST_IN_ALL", ["same", "beside", "later"]),
    ],
)
def test_what_is_kept_is_bounded(quizzed, attempt, monkeypatch, bound, of_whom) -> None:
    """Two are taken up to the bound, the third in its place is refused, and what is not bounded."""
    monkeypatch.setattr(keeping, bound, 2)
    beside = quizzed.start_beside()
    KeptAnswers.objects.all().delete()

    def post(whom: str) -> int:
        address = "198.51.100.9" if whom == "elsewhere" else "198.51.100.7"
        Client(REMOTE_ADDR=address).post(
            url("attempt", beside if whom == "beside" else attempt), FORM
        )
        return KeptAnswers.objects.count()

    assert [post(whom) for whom in of_whom[:2]] == [1, 2]
    assert post("same") == 2
    if of_whom[2] == "later":
        KeptAnswers.objects.update(received_at=timezone.now() - keeping.lifetime())
        assert post("same") == 1
    else:
        assert post(of_whom[2]) == 3


def test_what_is_kept_ends_with_the_session_that_knows_of_it(
    quizzed, attempt, client, settings
) -> None:
    settings.SESSION_COOKIE_AGE = 3600
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        text = client.post(url("attempt", attempt), FORM, follow=True).content.decode()
    assert moment(now + dt.timedelta(hours=1)) in text
    kept = KeptAnswers.objects.get()
    end = now + dt.timedelta(hours=1)
    assert keeping.find_kept(kept.pk, attempt.pk, end - MINUTE) == kept
    assert keeping.find_kept(kept.pk, attempt.pk, end) is None
    assert take_up_owed(now=end - MINUTE)["kept_answers"] == 0
    assert take_up_owed(now=end)["kept_answers"] == 1
    assert not KeptAnswers.objects.exists()
