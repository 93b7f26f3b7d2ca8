"""Every address of the site, walked by those whom its rows do not concern."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from tests.security.addresses import addresses
from tests.security.world import Foreign

# Ends the session of whoever walks; the verification page is public by design.
LEAVING = {"account_logout", "wagtailadmin_logout"}
PUBLIC = {"verify_certificate"}
# Raises on purpose, so that operators can try their alarm.
ALARM = {"wagtailadmin_error_test"}


OURS = ("lms.", "courses.", "assessments.", "certificates.")


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="replace") + str(response.headers)


def walk(
    client: Client, foreign: Foreign, method: str, prefixes: tuple[str, ...] = ("",)
) -> list[str]:
    """Return what leaked or broke, one line each; only our own views are sent a form."""
    found = []
    samples, special = foreign.samples, foreign.special
    for address in addresses():
        if not address.route.startswith(prefixes):
            continue
        ours = getattr(address.view, "__module__", "").startswith(OURS)
        if address.name in LEAVING | PUBLIC | ALARM or (method == "post" and not ours):
            continue
        path = address.filled(samples, special)
        response = getattr(client, method)(path)
        shown = text_of(response)
        # Dialogues of the CMS come as JSON, whose letters are escaped.
        leaks = [s for s in foreign.secrets if s in shown or json.dumps(s)[1:-1] in shown]
        if leaks or response.status_code >= 500:
            found.append(f"{method} {path} ({address.name}): {response.status_code} {leaks}")
    return found


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def outsiders(foreign: Foreign) -> dict[str, Any]:
    cast = foreign.cast
    return {
        "visitor": None,
        "learner": cast.lan,
        "manager of another agency": cast.minh,
        "trainer of another catalogue": cast.approver,
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "who", ["visitor", "learner", "manager of another agency", "trainer of another catalogue"]
)
def test_attack_15_no_address_shows_an_outsider_anything(foreign, signed_in, who, method) -> None:
    user = outsiders(foreign)[who]
    client = signed_in(user) if user else Client()
    client.raise_request_exception = False
    assert "\n".join(walk(client, foreign, method)) == ""


def test_the_walk_reaches_what_it_is_looking_for(foreign, signed_in) -> None:
    """Those whom it concerns do see it: the walk is not blind."""
    records = ("my/", "attempts/", "^((")
    assert len(walk(signed_in(foreign.cast.hung), foreign, "get", records)) >= 5
    screens = ("cms/question", "cms/bank_chooser")
    assert len(walk(signed_in(foreign.stranger), foreign, "get", screens)) >= 8
