"""When disk or database cannot: scripts get JSON and ask again, people get a sentence."""

import errno
import json

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.urls import reverse

from assessments.taking.views import autosave
from lms.web import refusals


def raising(error: Exception):
    def fail(**_given):
        raise error

    return fail


@pytest.fixture
def patient(signed_in):
    """Return a client that gives errors as answers, as a server does."""

    def sign_in(user):
        client = signed_in(user)
        client.raise_request_exception = False
        return client

    return sign_in


class DiskFull(Exception):
    sqlstate = "53100"


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


PASSING = [
    (OperationalError("database is locked"), 503),
    (OperationalError("database or disk is full"), 507),
    (OperationalError("attempt to write a readonly database"), 503),
    (caused(OperationalError("could not extend file"), DiskFull()), 507),
    (InterfaceError("connection already closed"), 503),
    (OSError(errno.ENOSPC, "No space left on device"), 507),
    (OSError(errno.EROFS, "Read-only file system"), 503),
]


@pytest.mark.parametrize(("error", "status"), PASSING)
def test_a_save_that_cannot_be_made_is_told_in_json_when_to_come_again(
    cast, attempt, patient, monkeypatch, error, status
):
    monkeypatch.setattr(autosave, "save_answer", raising(error))
    response = patient(cast.lan).post(
        reverse("attempt_answer", args=[attempt.pk]),
        json.dumps({"slot": 1, "answer": "00000001", "sequence": 1}),
        content_type="application/json",
    )
    assert response.status_code == status
    assert response.json()["error"] == "unavailable"
    assert response["Retry-After"] == "5"


def test_a_fault_of_ours_is_json_as_well(cast, attempt, patient, monkeypatch):
    monkeypatch.setattr(autosave, "save_answer", raising(IntegrityError("not unique")))
    response = patient(cast.lan).post(
        reverse("attempt_answer", args=[attempt.pk]),
        json.dumps({"slot": 1, "answer": "00000001", "sequence": 1}),
        content_type="application/json",
    )
    assert (response.status_code, response.json()["error"]) == (500, "error")


def test_a_failure_before_the_view_is_json_too(cast, attempt, patient, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore

    client = patient(cast.lan)
    monkeypatch.setattr(
        SessionStore, "load", lambda self: raising(OperationalError("database is locked"))()
    )
    response = client.get(reverse("attempt_answer", args=[attempt.pk]))
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")


def test_a_body_that_is_too_large_is_refused_in_json(cast, attempt, patient):
    response = patient(cast.lan).post(
        reverse("attempt_answer", args=[attempt.pk]),
        "x" * 3_000_000,
        content_type="application/json",
    )
    assert (response.status_code, response.json()["error"]) == (400, "invalid")


def test_people_get_a_page_that_says_what_is_not_saved(cast, attempt, patient, monkeypatch):
    from assessments.taking.views import answering

    monkeypatch.setattr(answering, "save_answers", raising(OperationalError("database is locked")))
    response = patient(cast.lan).post(
        reverse("attempt", args=[attempt.pk]), {"sequence": "0", "to": "1"}
    )
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/html")
    assert "chưa được lưu" in response.content.decode()


def test_a_table_that_is_missing_passes_and_other_mistakes_do_not():
    class Missing(Exception):
        sqlstate = "42P01"

    assert refusals.status_of(caused(ProgrammingError("no table"), Missing())) == 503
    assert refusals.status_of(ProgrammingError("syntax")) == 500
    assert refusals.status_of(ValueError()) == 500
    assert refusals.status_of(OSError(errno.ENOENT, "none")) == 500
    assert refusals.status_of(None) == 500
