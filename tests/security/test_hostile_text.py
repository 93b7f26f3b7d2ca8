"""One hostile text in every field: it stays text wherever it is shown."""

import json
from typing import Any

import pytest

from lms.accounts.mails import owe_password_link
from tests.notifications.mails import delivered
from tests.security.addresses import addresses
from tests.security.hostile import poison

HOSTILE = "\"'><script>xss()</script>{{191*7}}"
RUNS = ["<script>xss", "1337"]
# Raises on purpose, so that operators can try their alarm; leaves.
LEFT_OUT = {"wagtailadmin_error_test", "account_logout", "wagtailadmin_logout"}


def running(response: Any) -> list[str]:
    """Return what a browser would run of an answer."""
    if response.streaming or "attachment" in response.get("Content-Disposition", ""):
        return []
    text = response.content.decode("utf-8", errors="replace")
    if "json" in response["Content-Type"]:
        parts = json.loads(text)
        text = str(parts.get("html", "")) if isinstance(parts, dict) else ""
    return [each for each in RUNS if each in text]


@pytest.fixture
def operator(foreign, signed_in):
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    return signed_in(foreign.cast.hung)


def test_attack_36_a_hostile_text_in_every_field_runs_nowhere(foreign, operator) -> None:
    samples, special = foreign.samples, foreign.special
    assert poison(HOSTILE) > 30
    operator.raise_request_exception = False
    wrong, shown = [], 0
    for address in addresses():
        if address.name in LEFT_OUT:
            continue
        path = address.filled(samples, special)
        response = operator.get(path)
        shown += not response.streaming and b"&lt;script&gt;xss" in response.content
        if response.status_code >= 500 or running(response):
            wrong.append((path, response.status_code, running(response)))
    assert "\n".join(map(str, wrong)) == ""
    assert shown > 60


def test_attack_38_42_a_name_is_only_text_in_mails_and_adds_no_header(cast) -> None:
    cast.lan.full_name = "{{ 191*7 }} {% include 'x' %} ${191*7}\r\nBcc: evil@evil.example"
    cast.lan.save()
    delivered().clear()
    owe_password_link(user=cast.lan, key="once")
    (sent,) = delivered()
    assert "1337" not in f"{sent.subject}{sent.body}"
    assert "Bcc" not in sent.message()
    assert sent.recipients() == [cast.lan.email]
