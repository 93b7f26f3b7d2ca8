"""Health for probes, and logs about acts instead of people."""

import io
import json
import logging
import logging.config

import pytest
from django.db import DatabaseError

from lms.documents.pdf import render_pdf
from lms.web import health
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


def not_ready(client, **asked) -> list[str]:
    """Return the reasons that an operator on the machine is given."""
    response = client.get("/readyz", **asked)
    assert (response.status_code, response.json()["ready"]) == (503, False)
    return response.json()["reasons"]


def test_a_site_without_its_database_is_alive_but_not_ready(client, db, monkeypatch):
    def unreachable(*_given) -> None:
        raise DatabaseError

    monkeypatch.setattr(health.connection.introspection, "table_names", unreachable)
    assert client.get("/healthz").status_code == 200
    assert not_ready(client) == ["the database does not answer"]


def test_a_site_with_migrations_to_come_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(health, "_applied", [])
    monkeypatch.setattr(
        health.MigrationExecutor, "migration_plan", lambda *_given: ["one", "two", "three"]
    )
    assert not_ready(client) == ["migrations are not applied: 3"]


def test_a_site_that_misses_a_table_is_not_ready(client, db):
    assert client.get("/readyz").status_code == 200
    with health.connection.cursor() as cursor:
        cursor.execute("DROP TABLE web_limitcounter")
    assert not_ready(client) == ["tables are missing: web_limitcounter"]


def test_a_site_whose_disk_is_nearly_full_is_not_ready(client, db, settings):
    settings.LMS_LEAST_FREE_MB = 10**9
    reasons = not_ready(client)
    assert len(reasons) >= 2
    assert all(reason.startswith("the disk is nearly full: ") for reason in reasons)


def test_a_site_that_cannot_store_files_is_not_ready(client, db, settings, tmp_path):
    (tmp_path / "media").write_text("a file where the folder should be")
    (reason,) = not_ready(client)
    assert reason.startswith(f"nothing can be written to {tmp_path / 'media'}: ")


def test_a_disk_that_takes_nothing_more_is_noticed(client, db, monkeypatch):
    def full(**_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", full)
    assert "No space left on device" in not_ready(client)[0]


def test_looking_whether_the_site_is_ready_leaves_no_file(client, db, tmp_path):
    (tmp_path / "media").mkdir()
    client.get("/readyz")
    assert list(tmp_path.rglob("*")) == [tmp_path / "media"]


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
def test_strangers_are_not_told_why_and_the_log_is(client, db, settings, lines, asked):
    settings.LMS_LEAST_FREE_MB = 10**9
    assert client.get("/readyz", **asked).json() == {"ready": False}
    (line,) = [line for line in lines() if line["event"] == "not_ready"]
    assert "the disk is nearly full" in line["reasons"][0]


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
