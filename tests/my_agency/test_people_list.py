"""The list of people: order, search, filters, pages, files."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from lms.enrolments.models import Enrolment
from tests.cast import make_posting, make_user
from tests.enrolments.makers import make_due

PEOPLE = "/agency/so-a/people/"


@pytest.fixture
def listed(world, signed_in):
    """Return the codes that a query lists for the manager of science."""
    client = signed_in(world.cast.minh)

    def codes(query: str = "") -> list[str]:
        response = client.get(f"{PEOPLE}?{query}")
        assert response.status_code == 200
        return [line.person.code for line in response.context["page_obj"]]

    return codes


def test_people_are_sorted_by_given_name(listed):
    assert listed() == ["lan", "minh", "nga"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thuy nga", ["nga"]),
        ("Đỗ", ["nga"]),
        ("do", ["nga"]),
        ("LAN", ["lan"]),
        ("hùng", []),
        ("minh", ["minh"]),
        ("%", []),
        ("  ", ["lan", "minh", "nga"]),
        ("tran lan", ["lan"]),
    ],
)
def test_search_knows_no_diacritics(listed, text, found):
    assert listed(f"q={text.replace('%', '%25')}") == found


def test_filters_narrow_the_list(world, listed):
    cast = world.cast
    world.require(world.data, 2)
    world.prove(cast.lan, world.data, 2)
    world.complete(cast.nga, timezone.localdate(), periods=40)
    late = Enrolment.objects.create(learner=cast.minh, course=world.course)
    make_due(late, dt.date(2020, 1, 1))
    for query, found in {
        "status=gap": ["minh", "nga"],
        "status=met": ["lan"],
        "status=overdue": ["minh"],
        "status=inactive": [],
        "status=reached": ["nga"],
        "status=behind": ["lan", "minh"],
        "status=completed": ["nga"],
        "branch=tt-a": ["nga"],
        "branch=so-a": ["lan", "minh", "nga"],
        "branch=so-a:own": ["lan", "minh"],
        "competency=CT03": ["lan", "minh", "nga"],
        "competency=CT03&state=gap&branch=tt-a": ["nga"],
        "competency=CT03&state=met": ["lan"],
    }.items():
        assert listed(query) == found, query


@pytest.mark.parametrize(
    "query", ["branch=so-b", "branch=tinh", "status=all", "competency=X", "state=1"]
)
def test_attack_12_what_is_not_offered_is_refused_not_ignored(world, signed_in, query):
    client = signed_in(world.cast.minh)
    response = client.get(f"{PEOPLE}?{query}")
    assert response.status_code == 400
    assert "Trần Thị Lan" not in response.content.decode()
    assert client.get(f"{PEOPLE}?{query}&format=csv").status_code == 400


def test_long_lists_have_pages_and_files_have_all(world, signed_in):
    world.people(world.cast.centre, 60)
    client = signed_in(world.cast.minh)
    assert len(client.get(PEOPLE).context["page_obj"]) == 50
    assert len(client.get(f"{PEOPLE}?page=2").context["page_obj"]) == 13
    assert client.get(f"{PEOPLE}?page=khong").status_code == 200
    text = client.get(f"{PEOPLE}?format=csv&page=2").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 64


def test_files_are_safe_and_keep_codes(world, signed_in):
    user = make_user("000123", "=HYPERLINK(1)")
    make_posting(user, world.cast.centre, world.cast.specialist)
    client = signed_in(world.cast.minh)
    response = client.get(f"{PEOPLE}?format=csv&q=000123")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["000123", "'=HYPERLINK(1)"]
    assert response["Content-Disposition"].startswith('attachment; filename="people-so-a-')
    from python_calamine import CalamineWorkbook

    content = client.get(f"{PEOPLE}?format=xlsx&q=000123").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[1][:2] == ["000123", "=HYPERLINK(1)"]


def test_an_unknown_format_shows_the_page(world, signed_in):
    response = signed_in(world.cast.minh).get(f"{PEOPLE}?format=exe")
    assert response["Content-Type"].startswith("text/html")
