"""The orders of the list of people, both ways, and the level of the competency asked for."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from lms.enrolments.models import Enrolment
from tests.enrolments.makers import make_due
from tests.reports.world import World

PEOPLE = "/agency/so-a/people/"


@pytest.fixture
def uneven(world: World) -> World:
    """Lan lacks two levels of data, Minh one, Nga none; Nga proved nothing of security."""
    cast = world.cast
    world.require(world.data, 3)
    world.require(world.security, 1)
    for person, level in ((cast.lan, 1), (cast.minh, 2), (cast.nga, 3)):
        world.prove(person, world.data, level)
    for person in (cast.lan, cast.minh):
        world.prove(person, world.security, 1)
    world.complete(cast.minh, timezone.localdate(), periods=8)
    late = Enrolment.objects.create(learner=cast.lan, course=world.course)
    make_due(late, timezone.localdate() - dt.timedelta(days=1))
    return world


@pytest.fixture
def listed(uneven, signed_in):
    client = signed_in(uneven.cast.minh)
    return lambda query="": client.get(f"{PEOPLE}?{query}")


def codes(response) -> list[str]:
    return [row.line.person.code for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "lan minh nga"),
        ("sort=-name", "nga minh lan"),
        ("sort=agency", "lan minh nga"),
        ("sort=-agency", "nga lan minh"),
        # Of all competencies Lan lacks two levels, the others one each.
        ("sort=gap", "lan minh nga"),
        ("sort=-gap", "minh nga lan"),
        ("sort=gap&competency=CT05", "nga lan minh"),
        ("sort=gap&competency=CT03", "lan minh nga"),
        ("sort=-gap&competency=CT03", "nga minh lan"),
        ("sort=met", "lan minh nga"),
        ("sort=periods", "lan nga minh"),
        ("sort=-periods", "minh lan nga"),
        ("sort=-overdue", "lan minh nga"),
        ("sort=overdue", "minh nga lan"),
    ],
)
def test_every_column_sorts_both_ways(listed, query, order):
    assert codes(listed(query)) == order.split()


def test_who_is_asked_for_nothing_stands_last_either_way(uneven, listed):
    from lms.agencies.models import Position, Posting

    other = Position.objects.create(code="van-thu", name="Văn thư")
    Posting.objects.filter(learner=uneven.cast.lan).update(position=other)
    for sort in ("gap", "-gap", "met", "-met"):
        assert codes(listed(f"sort={sort}"))[-1] == "lan"


def test_an_order_that_is_not_offered_is_refused(listed):
    assert listed("sort=password").status_code == 400


def test_headings_lead_to_both_orders_and_keep_the_filter(listed):
    headings = listed("competency=CT03&sort=gap&page=1").context["headings"]
    level = next(h for h in headings if h.sorted)
    assert (level.sorted, level.url) == ("ascending", "?competency=CT03&sort=-gap")
    courses = headings[-1]
    assert courses.url == "?competency=CT03&sort=-overdue"
    assert 'aria-sort="ascending"' in listed("").content.decode()


def test_the_level_of_the_competency_asked_for_stands_in_each_row(listed):
    rows = listed("competency=CT03").context["rows"]
    assert [(row.required, row.proved, row.is_below) for row in rows] == [
        (3, 1, True),
        (3, 2, True),
        (3, 3, False),
    ]
    text = listed("competency=CT03").content.decode()
    assert "Đã đạt bậc 1, yêu cầu bậc 3" in text
    assert "Bậc: Chia sẻ dữ liệu" in text
    assert "Bậc: " not in listed("").content.decode()


def test_files_have_the_levels_and_the_order_of_the_list(listed):
    content = listed("competency=CT03&sort=-gap&course=1&person=lan&format=csv").content
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert [row[0] for row in rows] == ["nga", "minh", "lan"]
    place = head.index("Bậc yêu cầu của CT03")
    assert [row[place : place + 2] for row in rows] == [["3", "3"], ["3", "2"], ["3", "1"]]
