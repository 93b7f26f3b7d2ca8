"""The key never leaves before its release."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt
from assessments.taking.starting import start_attempt
from assessments.words import FeedbackRelease
from tests.assessments.makers import make_question, make_quiz
from tests.assessments.taking.pages import FORM, save, url


def everything_shown(client: Client, attempt: Attempt) -> str:
    pages = [client.get(attempt.quiz.url or "").content.decode()]
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
