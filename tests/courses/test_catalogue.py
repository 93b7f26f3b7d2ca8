import unicodedata

import pytest
from django.test import Client

from courses.models import Topic
from lms.enrolments.services import complete_activity, enrol
from tests.courses.makers import add_outcome, make_competency, make_course, make_lesson

URL = "/courses/"


def titles(response):
    cards = response.context["listing"].cards if "listing" in response.context else []
    return [card.title for card in cards]


@pytest.fixture
def shelf(cast):
    """Three courses that differ in everything one can filter by."""
    digital = Topic.objects.create(name="Chính quyền số", slug="chinh-quyen-so")
    papers = Topic.objects.create(name="Văn bản điện tử", slug="van-ban-dien-tu")
    one, two = make_competency("CT01"), make_competency("CT02")
    short = make_course(cast, "Chuyển đổi số là gì", code="A-1", minutes=45)
    middle = make_course(cast, "Chữ ký số trong cơ quan", code="A-2", minutes=120)
    long = make_course(cast, "Ứng dụng dữ liệu", code="A-3", minutes=600)
    add_outcome(short, one, 1)
    add_outcome(middle, two, 2)
    add_outcome(long, one, 3)
    for course, topic in ((short, digital), (middle, papers), (long, digital)):
        course.topics = [topic]
        course.save()
    return {"short": short, "middle": middle, "long": long, "one": one, "digital": digital}


def test_everybody_may_look_at_the_catalogue(shelf):
    response = Client().get(URL)
    assert response.status_code == 200
    assert titles(response) == [shelf[k].title for k in ("long", "middle", "short")]
    assert "status" not in response.context["listing"].form.fields


@pytest.mark.parametrize(
    "words",
    [
        "chuyển đổi số",
        "chuyen doi so",
        "CHUYEN  DOI",
        unicodedata.normalize("NFD", "chuyển đổi số"),
        "chuyen do",
        "A-1",
        "\u200bchuyển\u00a0đổi",
    ],
)
def test_search_finds_with_and_without_diacritics(shelf, words):
    assert titles(Client().get(URL, {"q": words})) == ["Chuyển đổi số là gì"]


def test_search_looks_into_topics_and_outcomes(shelf):
    assert titles(Client().get(URL, {"q": "van ban dien tu"})) == ["Chữ ký số trong cơ quan"]
    assert len(titles(Client().get(URL, {"q": "phân biệt được ba khái niệm"}))) == 3


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'; DROP TABLE wagtailcore_page; --",
        'chuyển" OR "x',
        "NEAR(a b)",
        "a AND OR NOT",
        "* ^ : ( ) { } - + ~",
        "title:số",
        "\\",
        "%",
        "\x00số",
        "số" * 5000,
        "số " * 5000,
        "🙂",
        "<script>alert(1)</script>",
        "   ",
        "&|!<->",
    ],
)
def test_no_words_break_the_search(shelf, words):
    response = Client().get(URL, {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_each_filter_stands_in_the_address(shelf):
    def found(**wishes):
        return titles(Client().get(URL, wishes))

    assert found(topic="chinh-quyen-so") == ["Ứng dụng dữ liệu", "Chuyển đổi số là gì"]
    assert found(competency=shelf["one"].pk) == ["Ứng dụng dữ liệu", "Chuyển đổi số là gì"]
    level = shelf["one"].framework.levels.get(number=3)
    assert found(level=level.pk) == ["Ứng dụng dữ liệu"]
    assert found(length="short") == ["Chuyển đổi số là gì"]
    assert found(length="medium") == ["Chữ ký số trong cơ quan"]
    assert found(length="long") == ["Ứng dụng dữ liệu"]
    assert found(topic="chinh-quyen-so", length="short", q="so") == ["Chuyển đổi số là gì"]


def test_competency_and_level_must_meet_in_one_outcome(shelf):
    level = shelf["one"].framework.levels.get(number=2)
    assert titles(Client().get(URL, {"competency": shelf["one"].pk, "level": level.pk})) == []


@pytest.mark.parametrize(
    "query", ["topic=nothing", "competency=9999999999999999999", "level=x", "length=1", "page=abc"]
)
def test_filters_that_do_not_exist_are_left_out(shelf, query):
    assert len(titles(Client().get(f"{URL}?{query}"))) == 3


def test_active_filters_are_shown_and_can_be_taken_back(shelf):
    html = Client().get(URL, {"topic": "chinh-quyen-so", "length": "short"}).content.decode()
    assert html.count("chip--removable") == 2
    assert 'href="?topic=chinh-quyen-so"' in html


def test_my_status_filters_and_shows_progress(cast, signed_in, shelf):
    lessons = [make_lesson(shelf["short"], f"Bài {n}") for n in range(2)]
    enrolment = enrol(learner=cast.lan, course=shelf["short"])
    complete_activity(enrolment=enrolment, page=lessons[0])
    done = make_lesson(shelf["middle"])
    complete_activity(enrolment=enrol(learner=cast.lan, course=shelf["middle"]), page=done)
    client = signed_in(cast.lan)
    for status, key in (("open", "short"), ("completed", "middle"), ("new", "long")):
        assert titles(client.get(URL, {"status": status})) == [shelf[key].title]
    card = client.get(URL, {"status": "open"}).context["listing"].cards[0]
    assert card.progress == 50


def test_the_progress_of_others_is_not_shown(cast, signed_in, shelf):
    enrol(learner=cast.lan, course=shelf["short"])
    cards = signed_in(cast.hung).get(URL).context["listing"].cards
    assert {card.progress for card in cards} == {None}


def test_unpublished_courses_are_not_listed(shelf):
    shelf["short"].unpublish()
    assert shelf["short"].title not in titles(Client().get(URL))
    assert titles(Client().get(URL, {"q": "chuyen doi so"})) == []


def test_an_empty_catalogue_says_so(cast):
    response = Client().get(URL)
    assert response.status_code == 200
    assert titles(response) == []


def test_long_catalogues_have_pages_and_keep_the_filters(cast):
    for number in range(30):
        make_course(cast, f"Khóa số {number}", code=f"K-{number}")
    first = Client().get(URL, {"q": "khoa so"})
    assert len(titles(first)) == 12
    assert "q=khoa+so&amp;page=2" in first.content.decode()
    last = Client().get(URL, {"page": 3})
    assert len(titles(last)) == 6
    assert titles(Client().get(URL, {"page": 99})) == titles(last)
    assert titles(Client().get(URL, {"page": 0})) == titles(Client().get(URL))


@pytest.mark.parametrize("courses", [2, 24])
def test_fourteen_queries_are_enough_however_many_courses(
    cast, signed_in, django_assert_max_num_queries, courses
):
    competency = make_competency()
    for number in range(courses):
        course = make_course(cast, f"Chuyển đổi số {number}", code=f"K-{number}")
        add_outcome(course, competency, 1 + number % 5)
        make_lesson(course)
        enrol(learner=cast.lan, course=course)
    client = signed_in(cast.lan)
    client.get(URL)
    with django_assert_max_num_queries(14):
        client.get(URL, {"q": "chuyen doi so", "status": "open", "competency": competency.pk})
