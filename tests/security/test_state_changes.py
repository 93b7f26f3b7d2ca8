"""Every address of the site: reading changes nothing, changing needs the token."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.security.addresses import addresses

# What reading may write: that somebody was here, which session, where in a lesson, what was drawn.
TRACES = {
    "django_session",
    "usersessions_usersession",
    "enrolments_activityprogress",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
    "certificates_certificate",
    "accounts_user",
}
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# They check the token themselves, because their refusal brings a fresh one.
CHECKS_ITSELF = {"attempt", "attempt_answer"}


def written(queries: list[dict[str, Any]]) -> set[str]:
    found = (WRITES.match(query["sql"]) for query in queries)
    return {match[1] for match in found if match} - TRACES


def operator(foreign: Any) -> Any:
    """Give Hùng every right, so that no refusal stands before what is asked here."""
    hung = foreign.cast.hung
    hung.is_superuser = True
    hung.save()
    return hung


def test_attack_58_reading_never_changes_anything(foreign, signed_in) -> None:
    client = signed_in(operator(foreign))
    client.raise_request_exception = False
    samples, special = foreign.samples, foreign.special
    changed = []
    for address in addresses():
        if address.name in {"wagtailadmin_error_test"}:
            continue
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address.filled(samples, special))
        if tables := written(queries.captured_queries):
            changed.append((address.route, sorted(tables)))
    assert "\n".join(map(str, changed)) == ""


def test_attack_58_no_change_is_made_without_the_token(foreign) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator(foreign))
    samples, special = foreign.samples, foreign.special
    open_doors = []
    for address in addresses():
        path = address.filled(samples, special)
        response = client.post(path)
        if response.status_code != 403 and address.name not in CHECKS_ITSELF:
            open_doors.append((address.route, response.status_code))
    assert "\n".join(map(str, open_doors)) == ""


def test_attack_58_what_is_exempt_checks_the_token_itself(foreign) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(foreign.cast.hung)
    path = f"/attempts/{foreign.running.pk}/"
    message = {"slot": 1, "answer": "00000001", "sequence": 1}
    response = client.post(f"{path}answer/", message, content_type="application/json")
    assert response.status_code == 403
    assert client.post(path, {"sequence": "0", "q1": "00000001"}).status_code == 403
    assert not foreign.running.events.exists()
    # The library's own interface, for reading alone, checks the token where a session is used.
    ours = [a for a in addresses() if not a.route.startswith("cms/api/")]
    assert {a.name for a in ours if getattr(a.view, "csrf_exempt", False)} == CHECKS_ITSELF


def test_attack_58_the_token_stands_in_no_address(foreign, signed_in) -> None:
    """Forms that read do not carry the token along."""
    client = signed_in(foreign.cast.hung)
    for path in ("/", foreign.cast.site.catalogue.url, "/verify/", "/my/learning/"):
        for form in re.findall(r"<form[^>]*>.*?</form>", client.get(path).content.decode(), re.S):
            if 'method="post"' not in form:
                assert "csrfmiddlewaretoken" not in form
