"""Requests that no browser of ours makes: refused in plain words, and nothing is changed."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

ODD_TARGETS = ["abc", "＝1+1", "((((", "//evil.example", "/\\evil.example", "\t//evil", "\x00", "%"]
JSON = "application/json"
DEEP = b'{"slot": 1, "sequence": 1, "answer": ' + b"[" * 1000 + b"]" * 1000 + b"}"
FAR = b'{"slot": 1, "sequence": 1' + b"0" * 40 + b', "answer": "00000001"}'


@pytest.mark.parametrize("target", ODD_TARGETS)
def test_attack_7_any_text_for_where_to_go_next_leads_home(client, cast, signed_in, target) -> None:
    switched = client.post(reverse("set_language"), {"language": "en", "next": target})
    assert (switched.status_code, switched.url) == (302, "/")
    entered = signed_in(cast.admin).get("/cms/login/", {"next": target})
    assert (entered.status_code, entered.url) == (302, "/")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"slot": 1, "answer": ' + b'"' + b"x" * 10_000_000 + b'"}', JSON, 400),
        (DEEP, JSON, 400),
        (b"[" * 20_000 + b"]" * 20_000, JSON, 400),
        (b"slot=1&answer=00000001&sequence=1", "application/x-www-form-urlencoded", 400),
        (b"<slot>1</slot>", "text/xml", 400),
        (b"\xff\xfe\x00", "application/octet-stream", 400),
        (b'{"slot": 1, "slot": 2, "sequence": 1, "answer": "00000001"}', JSON, 400),
        (b'{"slot": ' + b"9" * 5000 + b', "sequence": 1}', JSON, 400),
        (b'{"slot": 1, "sequence": -1, "answer": "00000001"}', JSON, 409),
        (FAR, JSON, 409),
        (b'{"slot": 1, "sequence": true, "answer": "00000001"}', JSON, 400),
        (b'{"slot": 1, "sequence": 1, "answer": "\\u0000"}', JSON, 422),
        (b'{"slot": 1, "sequence": 1, "answer": NaN}', JSON, 400),
    ],
)
def test_attack_62_what_is_no_answer_is_refused_and_saves_nothing(
    foreign, signed_in, body, content_type, status
) -> None:
    path = reverse("attempt_answer", args=[foreign.running.pk])
    response = signed_in(foreign.cast.hung).post(path, body, content_type=content_type)
    assert response.status_code == status
    assert not foreign.running.events.exists()


@pytest.fixture
def unasked(foreign) -> dict[str, object]:
    """What no form of ours has, and the server decides."""
    return {
        "score": 100,
        "passed": True,
        "fraction": 1,
        "user_id": foreign.cast.lan.pk,
        "learner": foreign.cast.lan.pk,
        "learner_id": foreign.cast.lan.pk,
        "is_superuser": "on",
        "role": "admin",
        "groups": [1, 2, 3],
        "completed_at": "2026-01-01",
        "credited_periods": 99,
        "due_on": "2099-01-01",
        "deadline": "2099-01-01",
        "pass_mark": 0,
        "kind": "course",
        "source": "assigned",
        "state": "graded",
        "achieved_on": "2020-01-01",
        "last_sequence": 99,
        "last_hash": "0" * 64,
    }


def test_attack_19_an_answer_brings_nothing_but_itself(foreign, signed_in, unasked) -> None:
    attempts = type(foreign.running).objects.filter(pk=foreign.running.pk)
    attempts.update(deadline=timezone.now() + dt.timedelta(hours=1))
    before = attempts.values().get()
    response = signed_in(foreign.cast.hung).post(
        reverse("attempt_answer", args=[foreign.running.pk]),
        json.dumps({"slot": 1, "sequence": 1, "answer": "00000001", **unasked}),
        content_type="application/json",
    )
    assert response.status_code == 200
    entry = foreign.running.events.get()
    assert entry.answer == "00000001"
    end_of_ledger = {"last_sequence": 1, "last_hash": entry.hash}
    assert attempts.values().get() == {**before, **end_of_ledger}


def test_attack_19_nobody_sets_what_the_server_decides(foreign, signed_in, unasked) -> None:
    """Each request is obeyed in what it may ask for, so that what it may not is really read."""
    nga, lan = foreign.cast.nga, foreign.cast.lan
    client = signed_in(nga)
    for name, argument in (
        ("enrol", foreign.course.pk),
        ("start_attempt", foreign.quiz.pk),
        ("assess_myself", foreign.evidence.competency_id),
    ):
        sent = {**unasked, "level": 1}
        assert client.post(reverse(name, args=[argument]), sent).status_code == 302
    client.post(reverse("set_language"), {**unasked, "language": "en"})

    enrolment = nga.enrolments.get()
    assert (enrolment.source, enrolment.assignments.count()) == ("self", 0)
    assert (enrolment.completed_at, enrolment.credited_periods) == (None, None)
    attempt = nga.attempts.get()
    assert (attempt.state, attempt.fraction, attempt.passed) == ("in_progress", None, None)
    assert (attempt.deadline, attempt.pass_mark) == (None, foreign.quiz.pass_mark)
    evidence = nga.evidence.get()
    assert (evidence.kind, evidence.level.number) == ("self", 1)
    assert evidence.achieved_on == timezone.localdate()
    nga.refresh_from_db()
    assert (nga.language, nga.is_superuser, nga.groups.count()) == ("en", False, 0)
    assert not lan.enrolments.exists()
    assert not lan.attempts.exists()
    assert not lan.evidence.exists()


@pytest.mark.parametrize("suffix", ["x.css", "x.js", "x.png", "a/b.css"])
def test_attack_61_a_page_is_not_served_under_the_name_of_a_file(
    foreign, signed_in, suffix
) -> None:
    client = signed_in(foreign.cast.hung)
    for name, arguments in (
        ("my_learning", []),
        ("my_certificates", []),
        ("certificate_detail", [foreign.certificate.serial]),
        ("certificate_pdf", [foreign.certificate.serial]),
        ("attempt_result", [foreign.graded.pk]),
    ):
        address = reverse(name, args=arguments)
        assert client.get(address + suffix, follow=True).status_code == 404
        kept = client.get(address)["Cache-Control"]
        assert "no-store" in kept
        assert "private" in kept
