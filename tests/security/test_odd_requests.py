"""Requests that no browser of ours makes: refused in plain words, and nothing is changed."""

import json

import pytest
from django.urls import reverse

ODD_TARGETS = ["abc", "＝1+1", "((((", "//evil.example", "/\\evil.example", "\t//evil", "\x00", "%"]
DEEP = b'{"slot": 1, "sequence": 1, "answer": ' + b"[" * 1000 + b"]" * 1000 + b"}"
FAR = b'{"slot": 1, "sequence": 1' + b"0" * 40 + b', "answer": "00000001"}'


@pytest.mark.parametrize("target", ODD_TARGETS)
def test_attack_7_any_text_for_where_to_go_next_leads_home(client, cast, signed_in, target) -> None:
    switched = client.post(reverse("set_language"), {"language": "en", "next": target})
    assert (switched.status_code, switched.url) == (302, "/")
    entered = signed_in(cast.admin).get("/cms/login/", {"next": target})
    assert (entered.status_code, entered.url) == (302, "/")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"slot": 1, "answer": ' + b'"' + b"x" * 10_000_000 + b'"}', "application/json"),
        (DEEP, "application/json"),
        (b"[" * 20_000 + b"]" * 20_000, "application/json"),
        (b"slot=1&answer=00000001&sequence=1", "application/x-www-form-urlencoded"),
        (b"<slot>1</slot>", "text/xml"),
        (b"\xff\xfe\x00", "application/octet-stream"),
        (b'{"slot": 1, "slot": 2, "sequence": 1, "answer": "00000001"}', "application/json"),
        (b'{"slot": ' + b"9" * 5000 + b', "sequence": 1}', "application/json"),
        (b'{"slot": 1, "sequence": -1, "answer": "00000001"}', "application/json"),
        (FAR, "application/json"),
        (b'{"slot": 1, "sequence": true, "answer": "00000001"}', "application/json"),
        (b'{"slot": 1, "sequence": 1, "answer": "\\u0000"}', "application/json"),
        (b'{"slot": 1, "sequence": 1, "answer": NaN}', "application/json"),
    ],
)
def test_attack_62_what_is_no_answer_is_refused_and_saves_nothing(
    foreign, signed_in, body, content_type
) -> None:
    path = reverse("attempt_answer", args=[foreign.running.pk])
    response = signed_in(foreign.cast.hung).post(path, body, content_type=content_type)
    assert response.status_code in {400, 409, 413, 422}
    assert not foreign.running.events.exists()


def test_attack_19_nobody_sets_what_the_server_decides(foreign, signed_in) -> None:
    """Extra keys in an answer, a self-assessment, an enrolment are left unread."""
    extra = {
        "score": 100,
        "passed": True,
        "fraction": 1,
        "user_id": foreign.cast.lan.pk,
        "learner": foreign.cast.lan.pk,
        "is_superuser": "on",
        "role": "admin",
        "groups": [1, 2, 3],
        "completed_at": "2026-01-01",
        "credited_periods": 99,
        "deadline": "2099-01-01",
        "kind": "course",
        "source": "assigned",
        "state": "graded",
    }
    hung = foreign.cast.hung
    client = signed_in(hung)
    deadline = foreign.running.deadline_at if hasattr(foreign.running, "deadline_at") else None
    client.post(
        reverse("attempt_answer", args=[foreign.running.pk]),
        json.dumps({"slot": 1, "sequence": 1, "answer": "00000001", **extra}),
        content_type="application/json",
    )
    for name, argument in (
        ("enrol", foreign.course.pk),
        ("read_lesson", foreign.lesson.pk),
        ("assess_myself", foreign.evidence.competency_id),
        ("start_attempt", foreign.quiz.pk),
    ):
        client.post(reverse(name, args=[argument]), {**extra, "level": 1})
    client.post(reverse("set_language"), {**extra, "language": "en"})
    foreign.running.refresh_from_db()
    hung.refresh_from_db()
    foreign.enrolment.refresh_from_db()
    assert not hung.is_superuser
    assert not hung.groups.exists()
    assert foreign.running.fraction is None
    assert deadline is None or foreign.running.deadline_at == deadline
    assert foreign.enrolment.completed_at is None
    assert not foreign.cast.lan.evidence.exists()
    assert not foreign.cast.lan.enrolments.exists()
    assert not hung.evidence.exclude(pk=foreign.evidence.pk).exclude(kind="self").exists()


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
