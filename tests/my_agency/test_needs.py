"""What an agency needs to learn: the weakest first, and which course helps how many."""

import datetime as dt

import pytest
from django.utils import timezone

from courses.models import CoursePage
from lms.enrolments.models import Enrolment
from lms.my_agency.needs import Help, helping_courses
from lms.reports.datasets.shape import Gap
from tests.courses.makers import add_outcome, make_course
from tests.enrolments.makers import make_due
from tests.reports.world import World


def gap(required: int, proved: int) -> Gap:
    return Gap(required - proved, "lan", "Trần Thị Lan", "so-a", "CT03", required, proved)


def courses(*levels: int) -> list[tuple[CoursePage, int]]:
    return [(CoursePage(title=f"Khóa {level}"), level) for level in levels]


@pytest.mark.django_db
def test_the_course_that_closes_most_gaps_comes_first_then_the_one_that_narrows_most():
    gaps = [gap(3, 0), gap(3, 2), gap(4, 3)]
    found = helping_courses(gaps, courses(1, 2, 3, 4))
    assert [(h.level, h.closes, h.narrows) for h in found] == [(4, 3, 3), (3, 2, 2), (1, 0, 1)]


@pytest.mark.django_db
def test_a_course_that_leads_no_further_than_people_are_helps_nobody():
    assert helping_courses([gap(4, 3)], courses(2, 3)) == []
    (help_,) = helping_courses([gap(4, 3)], courses(4))
    assert help_ == Help(help_.course, level=4, closes=1, narrows=1)


@pytest.fixture
def weak(world: World) -> World:
    """Of three specialists one shares data well enough, two keep it safe."""
    world.require(world.data, 3)
    world.require(world.security, 2)
    world.prove(world.cast.lan, world.data, 3)
    for person in (world.cast.lan, world.cast.nga):
        world.prove(person, world.security, 2)
    return world


def overview(world: World, signed_in):
    return signed_in(world.cast.minh).get("/agency/so-a/")


def test_the_weakest_competency_is_named_with_its_people(weak, signed_in):
    page = overview(weak, signed_in)
    needs = page.context["needs"].all
    assert [(n.competency.code, n.missing) for n in needs] == [("CT03", 2), ("CT05", 1)]
    text = page.content.decode()
    assert "Yếu nhất: Chia sẻ dữ liệu" in text
    assert "2 trong 3 người" in text
    assert "Danh mục chưa có khóa học nào" in text


def test_the_course_that_helps_leads_to_those_it_helps(weak, signed_in):
    course = make_course(weak.cast, "Chia sẻ qua trục", code="TRUC")
    add_outcome(course, weak.data, 3)
    page = overview(weak, signed_in)
    need = page.context["needs"].weakest
    assert need.best == Help(course, level=3, closes=2, narrows=2)
    address = f"/agency/so-a/people/?competency=CT03&state=gap&course={course.pk}"
    assert f"{address.replace('&', '&amp;')}#assign" in page.content.decode()
    people = signed_in(weak.cast.minh).get(address).context["page_obj"].object_list
    assert [line.person.code for line in people] == ["minh", "nga"]


def test_where_no_course_leads_the_next_competency_with_one_is_offered(weak, signed_in):
    course = make_course(weak.cast, "Giữ an toàn", code="AN")
    add_outcome(course, weak.security, 2)
    text = overview(weak, signed_in).content.decode()
    assert "Đã có khóa học cho năng lực “An toàn thông tin”: “Giữ an toàn” giúp được 1" in text
    assert "Giao khóa học này" in text


def test_a_course_that_is_not_published_helps_nobody(weak, signed_in):
    course = make_course(weak.cast, "Bản nháp", code="NHAP", live=False)
    add_outcome(course, weak.data, 3)
    page = overview(weak, signed_in)
    assert [need.best for need in page.context["needs"].all] == [None, None]
    assert "Bản nháp" not in page.content.decode()


def test_an_agency_that_meets_everything_is_told_so(weak, signed_in):
    for person in (weak.cast.nga, weak.cast.minh):
        weak.prove(person, weak.data, 3)
    weak.prove(weak.cast.minh, weak.security, 2)
    text = overview(weak, signed_in).content.decode()
    assert "Mọi người đều đạt các bậc" in text
    assert "Yếu nhất" not in text


def test_of_many_competencies_the_first_five_stand_open(weak, signed_in):
    from lms.competencies.models import Competency

    for number in range(7):
        more = Competency.objects.create(
            framework=weak.framework, code=f"X{number}", name=f"Thêm {number}", position=9
        )
        weak.require(more, 1)
    needs = overview(weak, signed_in).context["needs"]
    assert (len(needs.first), len(needs.others)) == (5, 4)
    assert needs.first + needs.others == needs.all


def test_competencies_are_named_in_the_heat_map_without_a_pointer(weak, signed_in):
    text = overview(weak, signed_in).content.decode()
    assert '<span class="heat-map__name">Chia sẻ dữ liệu</span>' in text
    assert '<abbr title="Chia' not in text


def test_the_front_page_shows_the_manager_the_agency(weak, signed_in):
    front = signed_in(weak.cast.minh).get("/").context["front"]
    (panel,) = front.panels
    assert [tile.value for tile in panel.context["tiles"]] == ["50,0%", "0,0%", "0"]


def test_the_front_page_names_who_needs_a_word(weak, signed_in):
    late = Enrolment.objects.create(learner=weak.cast.nga, course=weak.course)
    make_due(late, timezone.localdate() - dt.timedelta(days=1))
    text = signed_in(weak.cast.minh).get("/").content.decode()
    assert "/agency/so-a/people/nga/" in text
    assert "/agency/so-a/people/?status=overdue" in text


@pytest.mark.parametrize("who", ["lan", "trainer"])
def test_who_manages_nothing_sees_no_agency_on_the_front_page(weak, signed_in, who):
    response = signed_in(getattr(weak.cast, who)).get("/")
    assert response.context["front"].panels == []
    assert "/agency/" not in response.content.decode()


def test_who_manages_several_agencies_is_led_to_each(weak, signed_in):
    from lms.agencies.models import AgencyRole

    AgencyRole.objects.create(
        user=weak.cast.minh, agency=weak.cast.justice, valid_from=timezone.localdate()
    )
    text = signed_in(weak.cast.minh).get("/").content.decode()
    assert 'href="/agency/so-a/"' in text
    assert 'href="/agency/so-b/"' in text


def test_a_province_is_computed_on_its_own_page_alone(weak, signed_in, monkeypatch):
    monkeypatch.setattr("lms.my_agency.front.MOST_PEOPLE", 2)
    (panel,) = signed_in(weak.cast.minh).get("/").context["front"].panels
    assert panel.context == {"agencies": [("Sở Khoa học và Công nghệ", "so-a")]}
