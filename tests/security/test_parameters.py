"""Parameters that no page of ours sends: nothing breaks, nothing runs, nothing more is shown."""

import re
import time
from typing import Any

import pytest

from tests.security.addresses import Address, addresses

MARKUP_AND_SQL = "\"'><script>xss()</script>' OR '1'='1' --"
RUNS = b"<script>xss"
LEFT_OUT = {"account_logout", "wagtailadmin_logout"}
# Free text, and what is chosen from a list: a wrong choice must not hide what a wrong text does.
TYPED = ["q", "search", "page", "p", "per_page", "ordering", "order", "sort", "serial", "next"]
CHOSEN = [
    "status",
    "bank",
    "tag",
    "kind",
    "difficulty",
    "competency",
    "state",
    "branch",
    "topic",
    "level",
    "length",
    "framework",
    "as_of",
    "reading",
    "format",
    "locale",
    "export",
    "date",
    "collection_id",
    "action",
    "multiple",
    "legal",
    "day",
    "as_at",
]


def is_ours(address: Address) -> bool:
    module = getattr(address.view, "__module__", "")
    ours = module.startswith(("lms.", "courses.", "assessments.", "certificates."))
    return ours and address.name not in LEFT_OUT


@pytest.fixture
def operator(foreign, signed_in):
    foreign.cast.hung.is_superuser = True
    foreign.cast.hung.save()
    client = signed_in(foreign.cast.hung)
    client.raise_request_exception = False
    return client


def wrong_answers(operator: Any, foreign: Any, value: str) -> list[tuple[str, int]]:
    """Return path and status of every page that fails with the value, or shows it as markup."""
    wrong = []
    for address in filter(is_ours, addresses()):
        path = address.filled(foreign.samples, foreign.special)
        for names in (TYPED, CHOSEN):
            response = operator.get(path, dict.fromkeys(names, value))
            content = b"" if response.streaming else response.content
            if response.status_code >= 500 or RUNS in content:
                wrong.append((f"{path} {names[0]}…", response.status_code))
            if response.status_code == 405:
                break
    return wrong


def test_attack_37_45_no_parameter_carries_markup_or_sql(foreign, operator) -> None:
    assert wrong_answers(operator, foreign, MARKUP_AND_SQL) == []


@pytest.mark.parametrize("value", ["9" * 400, "\x00"], ids=["digits", "nul"])
def test_attack_46_no_parameter_breaks_an_address(foreign, operator, value) -> None:
    assert wrong_answers(operator, foreign, value) == []


@pytest.mark.parametrize(
    "address", ["/<script>xss()</script>/", "/agency/<script>xss()</script>/", "/verify/<b>xss/"]
)
def test_attack_37_an_error_page_shows_an_address_as_text(operator, address) -> None:
    page = operator.get(address).content
    assert RUNS not in page
    assert b"<b>xss" not in page


@pytest.mark.parametrize("typed", ["' OR '1'='1", "') OR 1=1 --", "%", "_", "\\", "a%' OR '%'='"])
def test_attack_45_what_is_typed_widens_no_list(foreign, operator, typed) -> None:
    assert operator.get("/agency/so-b/people/").context["page_obj"].paginator.count > 1
    for path in ("/agency/so-b/people/", "/cms/users/", "/cms/question/"):
        context = operator.get(path, {"q": typed}).context
        found = context.get("page_obj")
        assert found is not None, path
        assert found.paginator.count == 0, path


@pytest.mark.parametrize("order", ["id; DROP TABLE accounts_user", "password", "-password", "?"])
def test_attack_45_nobody_chooses_what_a_list_is_sorted_by(foreign, operator, order) -> None:
    """A list sorted by a secret column would tell it letter by letter."""
    shown = [
        re.findall(r'href="(/cms/users/edit/\d+/)"', page.content.decode())
        for page in (operator.get("/cms/users/"), operator.get("/cms/users/", {"ordering": order}))
    ]
    assert shown[0] == shown[1]
    assert len(set(shown[0])) > 5


@pytest.mark.parametrize("typed", ['"' * 4000, "(" * 4000, 'a" ' * 1300, "title:" * 700])
def test_attack_46_a_heavy_search_is_as_cheap_as_any(foreign, operator, typed) -> None:
    answers = {
        foreign.cast.site.catalogue.url: 200,
        # Longer than a name may be: the form says so.
        "/agency/so-b/people/": 400,
        "/cms/question/": 200,
    }
    for path, status in answers.items():
        started = time.process_time()
        assert operator.get(path, {"q": typed}).status_code == status
        assert time.process_time() - started < 5, path


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "-1-01-01", "１-1-1"])
def test_attack_46_no_day_is_too_far(foreign, operator, day) -> None:
    for reading in ("as-was", "successors"):
        asked = {"as_of": day, "reading": reading, "format": "json"}
        assert operator.get("/agency/so-b/competency-report/", asked).status_code == 400
