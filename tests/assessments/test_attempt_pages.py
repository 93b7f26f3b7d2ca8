"""The pages of an attempt: whose they are, what they save, what they never tell."""

import datetime as dt
import json
import re
import uuid
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.attempts import ledger
from assessments.attempts.saving import save_answer
from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt
from assessments.taking.starting import start_attempt
from assessments.taking.views.kept import SESSION_KEY as KEPT
from assessments.words import AttemptState, FeedbackRelease, QuizLayout, QuizPurpose
from lms.enrolments.services import enrol
from tests.assessments.conftest import later
from tests.assessments.makers import RIGHT, WRONG, answer_all, make_question, make_quiz

STEPS = ["attempt", "attempt_answer", "attempt_review", "attempt_submit", "attempt_result"]
FORM = {
    "sequence": "0",
    "q1": "00000001",
    "q2": ["00000001", "00000002"],
    "q3": "true",
    "q4": "Nền tảng",
    "q5": "46,4",
    **{f"q6_{left}": right for left, right in RIGHT["matching"].items()},
}


@pytest.fixture
def attempt(quizzed) -> Attempt:
    return quizzed.start(timezone.now())


@pytest.fixture
def lan(quizzed, signed_in) -> Client:
    return signed_in(quizzed.cast.lan)


def url(name: str, attempt: Attempt) -> str:
    return reverse(name, args=[attempt.pk])


def save(client: Client, attempt: Attempt, **message: object):
    return client.post(
        url("attempt_answer", attempt), json.dumps(message), content_type="application/json"
    )


# --- Whose attempt it is


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


# --- The quiz page and the start


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


# --- Answering with the plain form


def test_the_form_saves_every_kind_of_answer(attempt, lan) -> None:
    response = lan.post(url("attempt", attempt), {**FORM, "flag2": "on", "go": "review"})
    assert response.url == url("attempt_review", attempt)
    saved = ledger.current_answers(attempt)
    assert [saved[n] for n in range(1, 6)] == [
        "00000001", ["00000001", "00000002"], "true", "Nền tảng", "46,4",
    ]  # fmt: skip
    assert saved[6] == RIGHT["matching"]
    attempt.refresh_from_db()
    assert attempt.flagged == [2]
    assert lan.get(url("attempt_review", attempt)).status_code == 200


def test_a_second_click_saves_nothing_twice(attempt, lan) -> None:
    for _ in range(3):
        assert lan.post(url("attempt", attempt), FORM).status_code == 302
    assert attempt.events.count() == 6


def test_one_answer_that_does_not_fit_costs_no_other(attempt, lan) -> None:
    response = lan.post(url("attempt", attempt), {**FORM, "q5": "nhiều", "q1": "xyz"})
    assert response.status_code == 422
    assert 'value="nhiều"' in response.content.decode()
    assert sorted(ledger.current_answers(attempt)) == [2, 3, 4, 6]
    again = lan.post(url("attempt", attempt), {**FORM, "sequence": "4"})
    assert again.status_code == 302
    assert len(ledger.current_answers(attempt)) == 6


@pytest.mark.parametrize("sequence", ["0", "99", "-1", "", "x", "1e309", "9" * 400])
def test_a_page_from_another_window_is_refused_with_its_answers(attempt, lan, sequence) -> None:
    save_answer(attempt=attempt, slot=1, answer="00000003", sequence=1)
    response = lan.post(url("attempt", attempt), {**FORM, "sequence": sequence})
    text = response.content.decode()
    assert response.status_code == 409
    assert 'value="Nền tảng"' in text
    assert 'name="sequence" value="1"' in text
    assert ledger.current_answers(attempt) == {1: "00000003"}
    assert lan.post(url("attempt", attempt), {**FORM, "sequence": "1"}).status_code == 302
    assert ledger.current_answers(attempt)[1] == "00000001"


def test_an_answer_can_be_taken_back_without_scripts(attempt, lan) -> None:
    lan.post(url("attempt", attempt), FORM)
    lan.post(url("attempt", attempt), {**FORM, "sequence": "6", "go": "clear-1"})
    assert 1 not in ledger.current_answers(attempt)


def test_one_question_a_page_saves_on_every_step(quizzed, attempt, lan) -> None:
    quizzed.change(layout=QuizLayout.ONE)
    first = url("attempt", attempt)
    steps = [
        ("?q=1", {"q1": "00000001", "go": "next", "sequence": 0}, "?q=2"),
        ("?q=2", {"q2": ["00000001"], "go": "to-6", "sequence": 1}, "?q=6"),
        ("?q=6", {"go": "previous", "sequence": 2}, "?q=5"),
        ("?q=5", {"go": "to-999", "sequence": 2}, "?q=6"),
        ("?q=5", {"go": "to-x", "sequence": 2}, "?q=5"),
    ]
    for page, data, then in steps:
        assert lan.get(first + page).status_code == 200
        assert lan.post(first + page, data).url == first + then
    assert ledger.current_answers(attempt) == {1: "00000001", 2: ["00000001"]}
    for odd in ("?q=0", "?q=-1", "?q=abc", "?q=٣", "?q=" + "9" * 400):
        assert lan.get(first + odd).status_code == 200


def test_a_late_form_grades_what_was_saved_before(quizzed, lan) -> None:
    quizzed.change(time_limit_minutes=5)
    attempt = quizzed.start()
    save_answer(attempt=attempt, slot=3, answer="true", sequence=1, now=later(minutes=4))
    response = lan.post(url("attempt", attempt), {**FORM, "sequence": "1"})
    assert response.url == url("attempt_result", attempt)
    attempt.refresh_from_db()
    assert attempt.events.count() == 1
    assert round(attempt.fraction, 4) == Decimal("0.1667")


# --- A session that ended, a token that went stale


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


# --- Saving one answer at a time


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


# --- Handing in and the result


def test_handing_in_leads_to_the_result_and_twice_to_the_same(attempt, lan) -> None:
    answer_all(attempt)
    for _ in range(2):
        response = lan.post(url("attempt_submit", attempt))
        assert response.url == url("attempt_result", attempt)
    assert attempt.gradings.count() == 1
    for step in ("attempt", "attempt_review"):
        assert lan.get(url(step, attempt)).url == url("attempt_result", attempt)
    assert lan.get(url("attempt_result", attempt)).status_code == 200


def test_attack_24_a_result_is_not_shown_before_handing_in(attempt, lan) -> None:
    assert lan.get(url("attempt_result", attempt)).url == url("attempt", attempt)


def test_after_failing_the_explanations_and_another_try_are_offered(quizzed, attempt, lan) -> None:
    answer_all(attempt, WRONG)
    submit_attempt(attempt=attempt)
    text = lan.get(url("attempt_result", attempt)).content.decode()
    assert "GIẢI-THÍCH" in text
    assert reverse("start_attempt", args=[quizzed.quiz.pk]) in text


def test_the_name_of_an_option_cannot_carry_markup(quizzed, lan) -> None:
    content = {
        "options": [
            {"type": "item", "value": {"text": t, "correct": c, "feedback": t}, "id": i}
            for t, c, i in [("<script>alert(1)</script>", True, "a" * 8), ("b", False, "b" * 8)]
        ]
    }
    evil = make_question(quizzed.bank, content=content, explanation="<p>x</p>")
    quiz = make_quiz(quizzed.course, [evil], purpose=QuizPurpose.PRACTICE)
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    save_answer(attempt=attempt, slot=1, answer="a" * 8, sequence=1)
    running = lan.get(url("attempt", attempt)).content.decode()
    submit_attempt(attempt=attempt)
    graded = lan.get(url("attempt_result", attempt)).content.decode()
    assert "<script>alert" not in running + graded
    assert "&lt;script&gt;alert" in running
    assert "&lt;script&gt;alert" in graded


# --- The key never leaves before its release


def everything_shown(client: Client, attempt: Attempt) -> str:
    pages = [client.get(attempt.quiz.url).content.decode()]
    for step in ("attempt", "attempt_review", "attempt_result", "attempt_answer"):
        pages.append(client.get(url(step, attempt), follow=True).content.decode())
    pages.append(client.post(url("attempt", attempt), {**FORM, "sequence": "99"}).content.decode())
    reply = save(client, attempt, slot=4, answer="sai", sequence=attempt.events.count() + 1)
    pages.append(reply.content.decode())
    return "\n".join(pages)


@pytest.mark.parametrize(
    "release",
    [FeedbackRelease.NEVER, FeedbackRelease.AFTER_CLOSE, FeedbackRelease.AFTER_PASS_OR_LAST],
)
def test_attack_29_no_key_and_no_explanation_is_told_before_the_release(
    quizzed, lan, release
) -> None:
    secret = make_question(
        quizzed.bank,
        "short_text",
        content={
            "accepted": [{"type": "item", "value": "CHÌA-KHÓA", "id": "1"}],
            "fold_diacritics": False,
        },
        legal_basis="ĐIỀU-BÍ-MẬT",
    )
    number = make_question(
        quizzed.bank, "numeric", content={"answer": "987654", "tolerance": "0.125", "unit": "km"}
    )
    told = {
        "options": [
            {"type": "item", "value": {"text": t, "correct": t == "x", "feedback": f}, "id": t * 8}
            for t, f in [("x", "PHẢN-HỒI-ĐÚNG"), ("y", "PHẢN-HỒI-SAI")]
        ]
    }
    choice = make_question(quizzed.bank, content=told)
    quiz = make_quiz(
        quizzed.course,
        [*quizzed.questions, secret, number, choice],
        feedback_release=release,
        closes_at=timezone.now() + dt.timedelta(days=1),
        attempts_allowed=3,
    )
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    shown = everything_shown(lan, attempt)
    submit_attempt(attempt=attempt)
    shown += everything_shown(lan, attempt)

    secrets = ["GIẢI-THÍCH", "CHÌA-KHÓA", "ĐIỀU-BÍ-MẬT", "987654", "PHẢN-HỒI", "0.125", "0,125"]
    assert [each for each in secrets if each in shown] == []
    words = ['"correct"', "option--right", "option--missed", "tolerance", "accepted", '"key"']
    assert [each for each in words if each in shown] == []


def test_attack_29_while_answering_right_and_wrong_options_look_alike(
    quizzed, attempt, lan
) -> None:
    """Swapping which option is right must not change one character of the page."""
    text = lan.get(url("attempt", attempt)).content.decode()
    version = quizzed.questions[0].current_version
    for option in version.content["body"]["options"]:
        option["correct"] = not option["correct"]
    version.save()
    assert _without_token(lan.get(url("attempt", attempt)).content.decode()) == _without_token(text)


def _without_token(text: str) -> str:
    head, _sep, rest = text.partition('name="csrfmiddlewaretoken" value="')
    while rest:
        head += rest.split('"', 1)[1].partition('name="csrfmiddlewaretoken" value="')[0]
        rest = rest.split('"', 1)[1].partition('name="csrfmiddlewaretoken" value="')[2]
    return head


# --- The number of queries


@pytest.mark.parametrize("count", [2, 60])
def test_pages_need_the_same_few_queries_however_many_questions(
    quizzed, lan, django_assert_max_num_queries, count
) -> None:
    questions = [make_question(quizzed.bank, text=f"Câu {n}") for n in range(count)]
    quiz = make_quiz(quizzed.course, questions)
    attempt = start_attempt(learner=quizzed.cast.lan, quiz=quiz, enrolment=quizzed.enrolment)
    lan.get(url("attempt", attempt))
    with django_assert_max_num_queries(10):
        lan.get(url("attempt", attempt))
    with django_assert_max_num_queries(9):
        lan.get(url("attempt_review", attempt))
    with django_assert_max_num_queries(12):
        lan.get(quiz.url)
    with django_assert_max_num_queries(12):
        save(lan, attempt, slot=1, answer="00000001", sequence=1)
    submit_attempt(attempt=attempt)
    with django_assert_max_num_queries(18):
        lan.get(url("attempt_result", attempt))


@pytest.mark.parametrize("count", [1, 12])
def test_the_quiz_page_stays_flat_as_attempts_grow(
    quizzed, lan, django_assert_max_num_queries, count
) -> None:
    for number in range(count):
        submit_attempt(attempt=quizzed.start(later(hours=number)), now=later(hours=number))
    lan.get(quizzed.quiz.url)
    with django_assert_max_num_queries(12):
        lan.get(quizzed.quiz.url)


def test_an_enrolment_of_somebody_else_opens_nothing(quizzed, signed_in, cast) -> None:
    enrol(learner=cast.nga, course=quizzed.course)
    nga = signed_in(cast.nga)
    attempt = quizzed.start(timezone.now())
    nga.post(reverse("start_attempt", args=[quizzed.quiz.pk]))
    own = Attempt.objects.for_learner(cast.nga).get()
    assert own.pk != attempt.pk
    assert url("attempt", attempt) not in nga.get(quizzed.quiz.url).content.decode()
