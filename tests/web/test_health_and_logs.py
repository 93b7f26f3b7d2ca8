"""Health for probes, and logs about acts instead of people."""

import io
import json
import logging
import logging.config

import pytest
from django.db import DatabaseError

from lms.documents.pdf import render_pdf
from lms.web import health, views
from lms.web.logging import logging_settings, request_id_of


@pytest.fixture
def lines(settings):
    """The log lines of a test as Python objects, through the formatter of production."""
    stream = io.StringIO()
    formatter = logging_settings(level="INFO", style="json")["formatters"]["structured"]
    made = dict(formatter)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.pop("()")(**made))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def request_lines(lines):
    return [line for line in lines() if line["event"] == "request"]


def test_the_process_is_alive(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_the_site_is_ready(client, db):
    assert client.get("/readyz").json() == {"ready": True}


def test_a_site_without_its_database_is_alive_but_not_ready(client, db, monkeypatch):
    def unreachable() -> None:
        raise DatabaseError

    monkeypatch.setattr(views, "check_database", unreachable)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json()["ready"]) == (503, False)


def test_a_site_with_migrations_to_come_is_not_ready(client, db, monkeypatch):
    def pending() -> None:
        raise health.MigrationsPending(3)

    monkeypatch.setattr(views, "check_migrations", pending)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["pending_migrations"]) == (503, 3)


def test_being_ready_costs_one_query_once_it_was_found_out(
    client, db, django_assert_max_num_queries
):
    client.get("/readyz")
    with django_assert_max_num_queries(1):
        client.get("/readyz")


def test_drawing_a_document_writes_no_lines_of_its_steps(lines):
    settings = logging_settings(level="INFO", style="json")
    levels = {name: logging.getLogger(name).level for name in settings["loggers"]}
    try:
        for name, wanted in settings["loggers"].items():
            logging.getLogger(name).setLevel(wanted["level"])
        assert render_pdf("<html lang='vi'><title>x</title><p>Ễ</p></html>").startswith(b"%PDF")
        logging.getLogger("weasyprint").warning("a picture is missing")
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    assert [line["event"] for line in lines()] == ["a picture is missing"]


def test_a_line_says_what_happened_and_who_by_number(cast, signed_in, lines):
    response = signed_in(cast.lan).get("/accounts/?ten=Lan")
    (line,) = request_lines(lines)
    assert line["path"] == "/accounts/"
    assert (line["status"], line["method"], line["user"]) == (200, "GET", cast.lan.pk)
    assert line["request_id"] == response["X-Request-ID"]
    assert isinstance(line["ms"], int)
    assert "address" not in line


def test_no_line_holds_a_name_a_code_or_a_key(cast, signed_in, lines, client):
    signed_in(cast.lan).get("/accounts/")
    client.post("/accounts/login/", {"login": "lan@tinh.example", "password": "sai-mật-khẩu"})
    client.get("/accounts/password/reset/key/1-abc-secret/")
    client.get("/verify/SERIAL-1/")
    text = json.dumps(lines(), ensure_ascii=False)
    for private in ("Lan", "lan@", "sai-mật", "abc-secret", "SERIAL-1"):
        assert private not in text


def test_attack_44_a_newline_or_terminal_code_forges_no_line(client, db, lines):
    evil = 'x\r\n{"event": "request", "user": 1}\x1b[31m\u2028'
    client.get(
        "/khong%0aco/%1b[31m/",
        HTTP_USER_AGENT=evil,
        HTTP_X_REQUEST_ID="a\r\nb: c",
        HTTP_HOST="testserver",
    )
    client.post("/accounts/login/", {"login": evil, "password": "x"})
    found = request_lines(lines)
    assert len(found) == 2
    assert all(line["user"] is None for line in found)


def test_attack_44_the_bytes_of_a_line_are_plain_ascii(lines, capsys):
    import structlog

    structlog.get_logger("lms.test").warning("tệp", name="a\n\x1b[2J\u202e")
    (line,) = [x for x in lines() if x["logger"] == "lms.test"]
    assert line["name"] == "a\n\x1b[2J\u202e"


def test_a_refused_host_is_logged_without_being_obeyed(client, db, lines):
    client.get("/accounts/login/", HTTP_HOST="evil.example\x1b[31m")
    assert all("\x1b" not in json.dumps(line) for line in lines())


@pytest.mark.parametrize("given", ["", "kurz", "x" * 65, "a b c d e f", "abc\ndefgh", "../../etc"])
def test_a_request_number_is_taken_over_only_if_it_is_one(rf, given):
    assert request_id_of(rf.get("/", headers={"X-Request-ID": given})) != given


def test_the_number_of_the_proxy_is_kept(rf):
    number = "7f3c9a1e-0000-4000-8000-000000000000"
    assert request_id_of(rf.get("/", headers={"X-Request-ID": number})) == number
