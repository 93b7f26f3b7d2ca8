"""Every address of the site, walked by those whom its rows do not concern."""

import json
import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.models import LessonPage
from tests.security.addresses import addresses
from tests.security.world import Foreign

# Ends the session of whoever walks; the verification page is public by design.
LEAVING = {"account_logout", "wagtailadmin_logout"}
PUBLIC = {"verify_certificate"}
# Raises on purpose, so that operators can try their alarm.
ALARM = {"wagtailadmin_error_test"}

OURS = ("lms.", "courses.", "assessments.", "certificates.")
DRAFT = "BẢN-NHÁP-KÍN"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


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


BULK_USERS = "/cms/bulk/accounts/user"
BULK_PAGES = "/cms/bulk/wagtailcore/page"


@pytest.mark.parametrize("who", ["lan", "minh", "trainer"])
@pytest.mark.parametrize(
    "path",
    [f"{BULK_USERS}/{action}/" for action in ("assign_role", "delete", "set_active_state")]
    + [f"{BULK_PAGES}/{action}/" for action in ("delete", "move", "publish", "unpublish")],
)
def test_attack_23_acts_on_many_at_once_name_nobody_and_change_nothing(
    foreign, signed_in, who, path
) -> None:
    hung = foreign.cast.hung
    draft = foreign.course.add_child(instance=LessonPage(title=DRAFT, slug="kin", live=False))
    row = hung.pk if path.startswith(BULK_USERS) else draft.pk
    client = signed_in(getattr(foreign.cast, who))
    form = {
        "mark_as_active": "false",
        "role": Group.objects.values_list("pk", flat=True)[0],
        "chooser": foreign.catalogue.pk,
    }
    for response in (
        client.get(f"{path}?next=/cms/&id={row}"),
        client.post(f"{path}?next=/cms/&id={row}", form),
    ):
        shown = text_of(response)
        assert not [s for s in (DRAFT, hung.full_name, str(hung.email)) if s in shown]
    hung.refresh_from_db()
    draft.refresh_from_db()
    assert hung.is_active
    assert not hung.groups.exists()
    assert not draft.live
    assert draft.is_child_of(foreign.course)


def test_attack_10_11_14_what_is_not_yours_looks_like_what_is_not_there(foreign, signed_in) -> None:
    """Status and page tell nobody which of the two it is."""
    client = signed_in(foreign.cast.minh)
    number = re.compile(r"[0-9a-f]{32}|csrfmiddlewaretoken\" value=\"\w+")
    for path, theirs, none in (
        ("/attempts/{}/", foreign.running.pk, UNKNOWN),
        ("/attempts/{}/answer/", foreign.running.pk, UNKNOWN),
        ("/attempts/{}/review/", foreign.running.pk, UNKNOWN),
        ("/attempts/{}/result/", foreign.graded.pk, UNKNOWN),
        ("/my/certificates/{}/", foreign.certificate.serial, "BG-2222-3333-4444"),
        ("/my/certificates/{}/pdf/", foreign.certificate.serial, "BG-2222-3333-4444"),
        ("/my/learning/{}/withdraw/", foreign.enrolment.pk, 999_999),
        ("/my/learning/{}/finish/", foreign.enrolment.pk, 999_999),
        ("/agency/{}/", foreign.cast.justice.code, "khong-co"),
        ("/agency/{}/people/", foreign.cast.justice.code, "khong-co"),
        ("/agency/{}/assign/", foreign.cast.justice.code, "khong-co"),
        ("/agency/{}/competency-report/?format=csv", foreign.cast.justice.code, "khong-co"),
        ("/agency/so-a/people/{}/", foreign.cast.hung.official_code, "khong-co"),
    ):
        for method in ("get", "post"):
            answers = [getattr(client, method)(path.format(each)) for each in (theirs, none)]
            assert {a.status_code for a in answers} <= {404, 405}, path
            pages = {
                number.sub("", a.content.decode().replace(path.format(each), ""))
                for a, each in zip(answers, (theirs, none), strict=True)
            }
            assert len(pages) == 1, path
