"""Every address of the site, walked by those whom its rows do not concern."""

import json
import logging
import re
from typing import Any

import pytest
from django.test import Client

from courses.models import CoursePage, LessonPage
from lms.enrolments.protection import KNOWING
from tests.courses.makers import make_course
from tests.security.addresses import addresses
from tests.security.world import Foreign

# Ends the session of whoever walks; the verification page is public by design.
LEAVING = {"account_logout", "wagtailadmin_logout"}
PUBLIC = {"verify_certificate"}
# Raises on purpose, so that operators can try their alarm.
ALARM = {"wagtailadmin_error_test"}

OURS = ("lms.", "courses.", "assessments.", "certificates.")
DRAFT = "BẢN-NHÁP-KÍN"
BODY = [{"type": "text", "value": "<p>Nội dung.</p>"}]
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


PEOPLE_ACTS = [f"{BULK_USERS}/{act}/" for act in ("assign_role", "delete", "set_active_state")]
PAGE_ACTS = [f"{BULK_PAGES}/{act}/" for act in ("publish", "unpublish", "move", "delete")]


@pytest.fixture
def draft(foreign) -> LessonPage:
    """A lesson nobody else knows of, and another course it could be moved to."""
    make_course(foreign.cast, "Khóa khác", slug="khoa-khac", code="K9")
    return foreign.course.add_child(
        instance=LessonPage(title=DRAFT, slug="kin", live=False, body=BODY)
    )


def act_on_many(client: Client, foreign: Foreign, path: str, row: int) -> list[Any]:
    """Ask for the confirmation of an act, then confirm it; return both answers."""
    form = {
        "mark_as_active": "False",
        "role": foreign.cast.site.trainers.pk,
        "chooser": CoursePage.objects.get(slug="khoa-khac").pk,
        "move_applied": "True",
        "include_descendants": "on",
        # Hùng is learning in this course.
        KNOWING: "1",
    }
    address = f"{path}?next=/cms/&id={row}"
    return [client.get(address), client.post(address, form)]


@pytest.mark.parametrize("who", ["lan", "minh", "trainer"])
@pytest.mark.parametrize("path", PEOPLE_ACTS + PAGE_ACTS)
def test_attack_23_acts_on_many_at_once_name_nobody_and_change_nothing(
    foreign, draft, signed_in, who, path
) -> None:
    hung = foreign.cast.hung
    row = hung.pk if path in PEOPLE_ACTS else draft.pk
    for response in act_on_many(signed_in(getattr(foreign.cast, who)), foreign, path, row):
        shown = text_of(response)
        assert not [s for s in (DRAFT, hung.full_name, str(hung.email)) if s in shown]
    hung.refresh_from_db()
    draft.refresh_from_db()
    assert hung.is_active
    assert not hung.groups.exists()
    assert not draft.live
    assert draft.is_child_of(foreign.course)


def test_attack_23_the_same_acts_are_done_for_whoever_may(foreign, draft, signed_in) -> None:
    """What is refused above is not refused for a form that nobody could send."""
    hung, trainers = foreign.cast.hung, foreign.cast.site.trainers
    foreign.cast.admin.is_superuser = True
    foreign.cast.admin.save()
    client = signed_in(foreign.cast.admin)
    assign, _delete, set_state = PEOPLE_ACTS
    publish, unpublish, move, delete = PAGE_ACTS

    def named_and_done(path: str, row: int) -> bool:
        asked, done = act_on_many(client, foreign, path, row)
        return done.status_code == 302 and (DRAFT if row == draft.pk else hung.full_name) in (
            text_of(asked)
        )

    assert named_and_done(assign, hung.pk)
    assert named_and_done(set_state, hung.pk)
    hung.refresh_from_db()
    assert (hung.is_active, hung.groups.get()) == (False, trainers)
    draft.save_revision()
    assert named_and_done(publish, draft.pk)
    assert LessonPage.objects.get(pk=draft.pk).live
    assert named_and_done(unpublish, draft.pk)
    assert not LessonPage.objects.get(pk=draft.pk).live
    assert named_and_done(move, draft.pk)
    assert not LessonPage.objects.get(pk=draft.pk).is_child_of(foreign.course)
    assert named_and_done(delete, draft.pk)
    assert not LessonPage.objects.filter(pk=draft.pk).exists()


def test_attack_10_11_14_what_is_not_yours_looks_like_what_is_not_there(foreign, signed_in) -> None:
    """Status and page tell nobody which of the two it is."""
    client = signed_in(foreign.cast.minh)
    number = re.compile(r"[0-9a-f]{32}|csrfmiddlewaretoken\" value=\"\w+")
    justice, hung = foreign.cast.justice.code, foreign.cast.hung.official_code
    for path, theirs, none, posted in (
        ("/attempts/{}/", foreign.running.pk, UNKNOWN, 404),
        ("/attempts/{}/answer/", foreign.running.pk, UNKNOWN, 404),
        ("/attempts/{}/review/", foreign.running.pk, UNKNOWN, 405),
        ("/attempts/{}/result/", foreign.graded.pk, UNKNOWN, 405),
        ("/my/certificates/{}/", foreign.certificate.serial, "BG-2222-3333-4444", 405),
        ("/my/certificates/{}/pdf/", foreign.certificate.serial, "BG-2222-3333-4444", 404),
        ("/my/learning/{}/withdraw/", foreign.enrolment.pk, 999_999, 404),
        ("/my/learning/{}/finish/", foreign.enrolment.pk, 999_999, 404),
        ("/agency/{}/", justice, "khong-co", 404),
        ("/agency/{}/people/", justice, "khong-co", 404),
        ("/agency/{}/assign/", justice, "khong-co", 404),
        ("/agency/{}/assignments/", justice, "khong-co", 404),
        ("/agency/{}/assignments/people/", justice, "khong-co", 404),
        ("/agency/{}/assignments/change/", justice, "khong-co", 404),
        ("/agency/{}/competency-report/?format=csv", justice, "khong-co", 404),
        ("/agency/so-a/people/{}/", hung, "khong-co", 405),
    ):
        for method, status in (("get", 404), ("post", posted)):
            answers = [getattr(client, method)(path.format(each)) for each in (theirs, none)]
            assert [a.status_code for a in answers] == [status] * 2, path
            pages = {
                number.sub("", a.content.decode().replace(path.format(each), ""))
                for a, each in zip(answers, (theirs, none), strict=True)
            }
            assert len(pages) == 1, path
