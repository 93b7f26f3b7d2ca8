"""My agency: who may open it, what it says, and what the outsider gets (nothing)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.agencies.models import AgencyRole, AgencyVersion, Posting
from lms.enrolments.models import Enrolment
from lms.reports.renderers import RENDERERS
from tests.cast import make_posting
from tests.enrolments.makers import make_due
from tests.reports.world import World

REPORT = "/agency/so-a/competency-report/"
PAGES = [
    "/agency/so-a/",
    "/agency/so-a/people/",
    "/agency/so-a/people/?format=csv",
    "/agency/so-a/people/?format=xlsx",
    "/agency/so-a/people/lan/",
    "/agency/so-a/people/nga/",
    "/agency/so-a/assignments/",
    REPORT,
    *(f"{REPORT}?format={key}" for key in RENDERERS if key != "pdf"),
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["lan", "phuc", "trainer", "approver"])
def test_learners_and_managers_of_other_agencies_find_nothing(cast, signed_in, who, address):
    assert signed_in(getattr(cast, who)).get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_the_manager_and_the_administrator_open_everything(world, signed_in, address):
    world.require(world.data, 2)
    for user in (world.cast.minh, world.cast.admin):
        assert signed_in(user).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/agency/", *PAGES])
def test_a_stranger_is_asked_to_sign_in(cast, client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_unknown_agencies_look_like_those_of_others(cast, signed_in):
    client = signed_in(cast.minh)
    for code in ("so-b", "tinh", "khong-co", "..", "so-a%00"):
        assert client.get(f"/agency/{code}/").status_code == 404


def test_a_role_that_has_ended_opens_nothing(cast, signed_in):
    client = signed_in(cast.minh)
    AgencyRole.objects.filter(user=cast.minh).update(valid_to=timezone.localdate())
    for address in ("/agency/", *PAGES):
        assert client.get(address).status_code == 404


def test_people_of_other_agencies_are_not_reached_through_ones_own(cast, signed_in):
    client = signed_in(cast.minh)
    for code in ("hung", "phuc", "trainer", "khong-co"):
        assert client.get(f"/agency/so-a/people/{code}/").status_code == 404
    assert client.get("/agency/tt-a/people/lan/").status_code == 404  # lan is above the centre


def test_who_left_yesterday_is_no_longer_shown(cast, signed_in):
    today = timezone.localdate()
    Posting.objects.filter(learner=cast.lan).update(valid_to=today)
    make_posting(cast.lan, cast.justice, cast.specialist, valid_from=today)
    assert signed_in(cast.minh).get("/agency/so-a/people/lan/").status_code == 404
    assert signed_in(cast.phuc).get("/agency/so-b/people/lan/").status_code == 200


def test_the_way_leads_straight_to_the_only_agency(cast, signed_in):
    assert signed_in(cast.minh).get("/agency/")["Location"] == "/agency/so-a/"
    assert signed_in(cast.admin).get("/agency/")["Location"] == "/agency/tinh/"
    assert signed_in(cast.lan).get("/agency/").status_code == 404


def test_who_looks_after_several_agencies_chooses(cast, signed_in):
    AgencyRole.objects.create(user=cast.minh, agency=cast.justice, valid_from=dt.date(2020, 1, 1))
    text = signed_in(cast.minh).get("/agency/").content.decode()
    assert 'href="/agency/so-a/"' in text
    assert 'href="/agency/so-b/"' in text


def test_the_overview_opens_into_the_people_it_counts(world, signed_in):
    cast = world.cast
    world.require(world.data, 3)
    world.prove(cast.lan, world.data, 3)
    late = Enrolment.objects.create(
        learner=cast.nga,
        course=world.course,
        opened_at=timezone.now() - dt.timedelta(days=90),
    )
    make_due(late, timezone.localdate() - dt.timedelta(days=1))
    client = signed_in(cast.minh)
    page = client.get("/agency/so-a/")
    text = page.content.decode()
    assert "33,3%" in text
    assert "1/3" in text
    assert [(each.count, each.rows[0].name) for each in page.context["help_lists"]] == [
        (2, "Lê Quang Minh"),
        (1, "Đỗ Thúy Nga"),
        (1, "Đỗ Thúy Nga"),
    ]
    address = "/agency/so-a/people/?competency=CT03&state=gap"
    assert address.replace("&", "&amp;") in text
    people = client.get(address).context["page_obj"].object_list
    assert [line.person.code for line in people] == ["minh", "nga"]


def test_an_agency_without_people_says_so(world, signed_in):
    Posting.objects.all().update(valid_to=dt.date(2021, 1, 1))
    for address in ("/agency/so-a/", "/agency/so-a/people/", REPORT):
        assert signed_in(world.cast.minh).get(address).status_code == 200


def test_a_former_agency_can_still_be_reported_by_who_sees_all(cast, signed_in):
    AgencyVersion.objects.filter(agency=cast.centre).update(valid_to=dt.date(2025, 7, 1))
    client = signed_in(cast.admin)
    assert client.get("/agency/tt-a/").status_code == 200
    assert client.get("/agency/tt-a/competency-report/").status_code == 400
    past = client.get("/agency/tt-a/competency-report/?as_of=2025-06-30")
    assert past.status_code == 200
    assert client.get("/agency/tt-a/people/").status_code == 404
    assert signed_in(cast.minh).get("/agency/tt-a/").status_code == 404


def test_one_person_is_shown_with_posts_levels_courses_and_documents(world, signed_in):
    cast = world.cast
    world.require(world.data, 3)
    world.prove(cast.lan, world.data, 1)
    world.complete(cast.lan, timezone.localdate())
    world.certify(cast.lan)
    cast.lan.date_of_birth, cast.lan.ethnic_group = dt.date(1991, 2, 3), "Sán Dìu"
    cast.lan.save()
    text = signed_in(cast.minh).get("/agency/so-a/people/lan/").content.decode()
    for words in ("Trần Thị Lan", "CT03", "Văn bản điện tử", "2026/GXN", "Sở Khoa học"):
        assert words in text
    for words in ("1991", "Sán Dìu", "lan@tinh.example"):
        assert words not in text


def test_access_is_logged_by_codes_never_by_names(cast, signed_in):
    from structlog.testing import capture_logs

    with capture_logs() as logs:
        signed_in(cast.minh).get("/agency/so-a/people/lan/")
    entry = next(each for each in logs if each["event"] == "agency_records_read")
    assert entry["agency"] == "so-a"
    assert entry["user_id"] == cast.minh.pk
    assert entry["subject_id"] == cast.lan.pk
    assert "Lan" not in str(entry)


def test_pages_ask_the_database_as_often_for_60_people_as_for_5(
    world, signed_in, django_assert_max_num_queries
):
    world.require(world.data, 3)
    client = signed_in(world.cast.minh)
    client.get("/agency/so-a/")
    for number in (5, 55):
        for user in world.people(world.cast.centre, number):
            world.prove(user, world.data, 2)
            world.complete(user, dt.date(2026, 2, 1))
            Enrolment.objects.create(learner=user, course=world.course)
        code = user.official_code
        for address, most in (
            ("/agency/so-a/", 22),
            ("/agency/so-a/people/", 23),
            # Two of them keep on record who looked.
            (f"/agency/so-a/people/{code}/", 31),
            (REPORT, 22),
        ):
            with django_assert_max_num_queries(most):
                assert client.get(address).status_code == 200


def test_one_person_asks_as_often_for_many_courses_as_for_few(
    world: World, signed_in, django_assert_max_num_queries
):
    for year in range(2010, 2026):
        world.complete(world.cast.lan, dt.date(year, 2, 1))
        world.certify(world.cast.lan, issued_on=dt.date(year, 2, 1))
        Posting.objects.create(
            learner=world.cast.lan,
            agency=world.cast.justice,
            position=world.cast.specialist,
            kind="concurrent",
            valid_from=dt.date(year, 1, 1),
            valid_to=dt.date(year, 2, 1),
        )
    client = signed_in(world.cast.minh)
    client.get("/agency/so-a/")
    with django_assert_max_num_queries(27):
        assert client.get("/agency/so-a/people/lan/").status_code == 200


def test_those_below_do_not_repeat_the_name_of_the_agency_in_every_row(world, signed_in):
    from lms.agencies.models import AgencyVersion

    AgencyVersion.objects.filter(agency=world.cast.centre).update(
        name="Phòng Dữ liệu, Sở Khoa học và Công nghệ"
    )
    world.require(world.data, 2)
    client = signed_in(world.cast.minh)
    for address in ("/agency/so-a/", "/agency/so-a/people/", "/", REPORT):
        text = client.get(address).content.decode()
        assert "Dữ liệu, Sở Khoa học" not in text.split("<tbody>")[-1 if address == "/" else 1]
    # Files are read elsewhere: there the whole name stands.
    assert "Phòng Dữ liệu, Sở" in client.get("/agency/so-a/people/?format=csv").content.decode()
    assert "Phòng Dữ liệu, Sở" in client.get("/agency/tt-a/").content.decode()
