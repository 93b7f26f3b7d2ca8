"""Whom a manager chooses, which course is offered first, and what is kept afterwards."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from lms.enrolments.models import Enrolment
from tests.courses.makers import add_outcome, make_course
from tests.reports.world import World

PEOPLE = "/agency/so-a/people/"
ASSIGN = "/agency/so-a/assign/"


@pytest.fixture
def lacking(world: World) -> World:
    """All three lack data: Lan two levels, Minh and Nga one."""
    cast = world.cast
    world.require(world.data, 3)
    for person, level in ((cast.lan, 1), (cast.minh, 2), (cast.nga, 2)):
        world.prove(person, world.data, level)
    return world


def course_for(world: World, title: str, level: int):
    course = make_course(world.cast, title, code=title.upper())
    add_outcome(course, world.data, level)
    return course


def learners() -> list[str]:
    codes = Enrolment.objects.values_list("learner__official_code", flat=True)
    return sorted(str(code) for code in codes)


def confirmed(client, asked):
    """Answer the question that a choice leads to."""
    question = client.post(ASSIGN, asked)
    assert question.status_code == 200
    return client.post(ASSIGN, question.context["hidden"])


def test_everybody_the_filter_finds_needs_no_ticks(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    lacking.people(lacking.cast.centre, 60)
    asked = {"whom": "found", "list": "branch=tt-a&page=2", "course": lacking.course.pk}
    question = client.post(ASSIGN, asked)
    assert len(question.context["hidden"]["person"].split(",")) == 61
    assert not Enrolment.objects.exists()
    client.post(ASSIGN, question.context["hidden"])
    assert Enrolment.objects.count() == 61
    assert not {"lan", "minh"} & set(learners())


def test_everybody_on_the_page_needs_no_ticks(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    lacking.people(lacking.cast.centre, 60)
    page = client.get(f"{PEOPLE}?page=2").context["assigning"]
    asked = {"whom": "page", "on_page": page.on_page, "course": lacking.course.pk}
    confirmed(client, asked)
    assert learners() == sorted(page.on_page.split(","))
    assert len(learners()) == 13


@pytest.mark.parametrize("whom", ["page", "found"])
def test_people_of_other_agencies_are_reached_by_no_choice(lacking, signed_in, whom):
    client = signed_in(lacking.cast.minh)
    asked = {"whom": whom, "on_page": "hung,phuc", "list": "q=hung", "course": lacking.course.pk}
    response = client.post(ASSIGN, {**asked, "confirmed": "yes"}, follow=True)
    assert "Chưa chọn ai" in response.content.decode()
    assert not Enrolment.objects.exists()


def test_a_filter_that_is_not_offered_finds_nobody(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    asked = {"whom": "found", "list": "branch=so-b", "course": lacking.course.pk}
    client.post(ASSIGN, {**asked, "confirmed": "yes"})
    assert not Enrolment.objects.exists()


def test_more_than_can_be_done_at_once_is_said_in_figures(lacking, signed_in, monkeypatch):
    for module in ("views.assign", "choice"):
        monkeypatch.setattr(f"lms.my_agency.{module}.MOST_PEOPLE_AT_ONCE", 2)
    client = signed_in(lacking.cast.minh)
    asked = {"whom": "found", "list": "", "course": lacking.course.pk, "confirmed": "yes"}
    text = client.post(ASSIGN, asked, follow=True).content.decode()
    assert "nhiều nhất 2 người" in text
    assert "Chưa chọn ai" not in text
    assert not Enrolment.objects.exists()


LIST = "competency=CT03&state=gap&sort=gap"


def kept(response) -> dict[str, list[str]]:
    address = urlsplit(response["Location"])
    assert address.path == PEOPLE
    return parse_qs(address.query)


def test_filter_order_and_choice_are_kept_after_assigning(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    due_on = (timezone.localdate() + dt.timedelta(days=30)).strftime("%d/%m/%Y")
    asked = {"person": ["nga", "lan"], "list": LIST, "due_on": due_on, "course": lacking.course.pk}
    response = confirmed(client, asked)
    assert kept(response) == {
        "competency": ["CT03"],
        "state": ["gap"],
        "sort": ["gap"],
        "person": ["lan,nga"],
        "course": [str(lacking.course.pk)],
        "due_on": [due_on],
    }
    page = client.get(response["Location"])
    assert [r.line.person.code for r in page.context["rows"] if r.is_chosen] == ["lan", "nga"]
    text = page.content.decode()
    assert f'<option value="{lacking.course.pk}" selected>' in text
    assert f'value="{due_on}"' in text


@pytest.mark.parametrize("whom", ["page", "found"])
def test_for_whom_it_was_is_kept(lacking, signed_in, whom):
    client = signed_in(lacking.cast.minh)
    asked = {"whom": whom, "on_page": "lan", "list": "q=lan", "course": lacking.course.pk}
    back = kept(confirmed(client, asked))
    assert back == {"q": ["lan"], "whom": [whom], "course": [str(lacking.course.pk)]}


def test_what_is_wrong_and_cancelling_lose_nothing_either(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    asked = {"person": "lan", "list": LIST, "course": lacking.course.pk}
    cancel = client.post(ASSIGN, asked).context["cancel_url"]
    assert cancel == f"{PEOPLE}?{LIST}&course={lacking.course.pk}&person=lan"
    nobody = client.post(ASSIGN, {**asked, "person": ""})
    assert nobody["Location"] == f"{PEOPLE}?{LIST}&course={lacking.course.pk}#assign"
    late = client.post(ASSIGN, {**asked, "due_on": "01/01/2020"})
    mended = client.post(ASSIGN, {**late.context["hidden"], "course": lacking.course.pk})
    assert kept(client.post(ASSIGN, mended.context["hidden"]))["competency"] == ["CT03"]


def test_the_list_leads_nowhere_else(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    asked = {"person": "lan", "list": "next=//xau.example&q=lan", "course": lacking.course.pk}
    response = confirmed(client, asked)
    assert set(kept(response)) == {"q", "person", "course"}


def test_an_error_after_a_past_deadline_names_the_person(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    asked = {"person": ["lan", "nga"], "course": lacking.course.pk, "due_on": "01/01/2020"}
    response = client.post(ASSIGN, asked)
    assert response.status_code == 400
    text = response.content.decode()
    assert "Trần Thị Lan, Đỗ Thúy Nga" in text
    again = client.post(ASSIGN, {**response.context["hidden"], **asked, "person": "lan"})
    assert "Trần Thị Lan" in again.content.decode()


def test_an_assignment_on_the_page_of_a_person_leads_back_to_it(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    asked = {"person": "lan", "of_person": "lan", "course": lacking.course.pk}
    late = client.post(ASSIGN, {**asked, "due_on": "01/01/2020"})
    assert "Trần Thị Lan" in late.content.decode()
    assert late.context["cancel_url"] == f"{PEOPLE}lan/"
    assert confirmed(client, asked)["Location"] == f"{PEOPLE}lan/"
    # Not to a page of somebody whom it was not about.
    other = confirmed(client, {**asked, "of_person": "hung"})
    assert urlsplit(other["Location"]).path == PEOPLE


def options(page) -> list:
    return page.context["assigning"].form.fields["course"].choices


def test_courses_that_help_stand_first_with_a_mark_and_how_many_they_help(lacking, signed_in):
    little, much = course_for(lacking, "Nhập môn", 2), course_for(lacking, "Nâng cao", 3)
    page = signed_in(lacking.cast.minh).get(f"{PEOPLE}?competency=CT03&state=gap")
    _empty, (label, helping), (_others, others) = options(page)
    assert label == "Giúp nâng năng lực “Chia sẻ dữ liệu”"
    assert helping == [
        (much.pk, "★ Nâng cao (3/3 người sẽ đạt bậc yêu cầu)"),
        (little.pk, "★ Nhập môn (1/3 người tiến thêm)"),
    ]
    assert others == [(lacking.course.pk, lacking.course.title)]
    text = page.content.decode()
    assert text.index("★ Nâng cao") < text.index("★ Nhập môn") < text.index("Văn bản điện tử")


def test_they_are_ranked_for_those_who_are_found(lacking, signed_in):
    course_for(lacking, "Nâng cao", 3)
    page = signed_in(lacking.cast.minh).get(f"{PEOPLE}?competency=CT03&branch=tt-a")
    assert "1/1 người" in options(page)[1][1][0][1]


def test_without_a_competency_they_are_ranked_by_all_gaps(lacking, signed_in):
    lacking.require(lacking.security, 1)
    course = course_for(lacking, "Cả hai", 3)
    add_outcome(course, lacking.security, 1)
    client = signed_in(lacking.cast.minh)
    assert "6/6 năng lực còn thiếu" in options(client.get(PEOPLE))[1][1][0][1]
    person = client.get(f"{PEOPLE}nga/").context["assign_form"].fields["course"].choices
    assert "2/2 năng lực còn thiếu" in person[1][1][0][1]


def test_drafts_and_courses_that_lead_no_further_have_no_mark(lacking, signed_in):
    course_for(lacking, "Sơ cấp", 1)
    draft = make_course(lacking.cast, "Nháp", code="NHAP", live=False)
    add_outcome(draft, lacking.data, 3)
    text = signed_in(lacking.cast.minh).get(f"{PEOPLE}?competency=CT03").content.decode()
    assert "★" not in text
    assert "Sơ cấp" in text
    assert "Nháp" not in text


def test_a_course_of_the_address_is_chosen_already(lacking, signed_in):
    course = course_for(lacking, "Nâng cao", 3)
    client = signed_in(lacking.cast.minh)
    text = client.get(f"{PEOPLE}?competency=CT03&state=gap&course={course.pk}").content.decode()
    assert f'<option value="{course.pk}" selected>' in text
    for bad in ("0", "x", "999999"):
        assert client.get(f"{PEOPLE}?course={bad}").status_code == 200


def test_ticks_of_other_pages_go_along(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    page = client.get(f"{PEOPLE}?q=lan&person=lan,nga,hung,khong-co")
    assert page.context["assigning"].elsewhere == ["nga"]
    assert 'name="person" value="nga" checked' in page.content.decode()
    assert "hung" not in page.context["assigning"].elsewhere


def test_choosing_writes_nothing(lacking, signed_in):
    client = signed_in(lacking.cast.minh)
    client.get(f"{PEOPLE}?whom=found&person=lan&course={lacking.course.pk}")
    client.post(ASSIGN, {"whom": "found", "list": "", "course": lacking.course.pk})
    assert not Enrolment.objects.exists()
