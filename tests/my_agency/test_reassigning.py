"""Assignments in force: listed, put off or taken away, by those whose people they are for."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from lms.agencies.models import AgencyRole, Posting
from lms.agencies.services import merge_agencies
from lms.enrolments.models import Assignment, Enrolment
from lms.enrolments.reassigning import withdraw_assignments
from tests.cast import make_posting
from tests.enrolments.makers import assign

LIST = "/agency/so-a/assignments/"
PEOPLE = "/agency/so-a/assignments/people/"
CHANGE = "/agency/so-a/assignments/change/"
TODAY = timezone.localdate()
SOON, LATER = TODAY + dt.timedelta(days=10), TODAY + dt.timedelta(days=60)


@pytest.fixture
def given(world):
    """The department's for lan and nga, and the province's for lan."""
    cast = world.cast
    for learner in (cast.lan, cast.nga):
        assign(cast, learner, world.course, due_on=SOON)
    assign(cast, cast.lan, world.course, agency=cast.province, assigned_by=cast.admin)
    return world


def own(world):
    return list(Assignment.objects.filter(agency=world.cast.science).order_by("pk"))


def asked(world, **changes):
    ticked = ",".join(str(row.pk) for row in own(world))
    return {"assignment": ticked, "act": "change", "due_on": LATER.isoformat(), **changes}


def test_the_manager_sees_what_is_assigned_together(given, signed_in):
    client = signed_in(given.cast.minh)
    (group,) = client.get(LIST).context["groups"]
    assert (group.course, group.due_on, group.people) == (given.course.title, SOON, 2)
    page = client.get(group.url)
    assert [a.enrolment.learner.official_code for a in page.context["assignments"]] == [
        "lan",
        "nga",
    ]
    assert "Lê Quang Minh" in page.content.decode()


def test_first_it_asks_then_it_puts_off(given, signed_in):
    client = signed_in(given.cast.minh)
    question = client.post(CHANGE, asked(given, reason="Cao điểm"))
    assert question.status_code == 200
    assert "Trần Thị Lan, Đỗ Thúy Nga" in question.content.decode()
    assert Assignment.objects.count() == 3
    confirmed = question.context["hidden"]
    for _click in range(2):
        assert client.post(CHANGE, confirmed)["Location"] == LIST
    changed = Assignment.objects.filter(replaces__in=own(given))
    assert [(a.due_on, a.reason, a.recorded_by) for a in changed] == [
        (LATER, "Cao điểm", given.cast.minh)
    ] * 2
    assert Assignment.objects.count() == 5


def test_it_is_taken_away_and_the_provinces_stands(given, signed_in):
    client = signed_in(given.cast.minh)
    question = client.post(CHANGE, asked(given, act="withdraw", due_on=""))
    client.post(CHANGE, question.context["hidden"])
    in_force = Assignment.objects.in_force_on(TODAY)
    assert [a.agency for a in in_force] == [given.cast.province]
    assert [e.learner for e in Enrolment.objects.open()] == [given.cast.lan]


@pytest.mark.parametrize("who", ["lan", "phuc", "trainer"])
def test_others_neither_see_nor_change(given, signed_in, who):
    client = signed_in(getattr(given.cast, who))
    for address in (LIST, f"{PEOPLE}?assignment={own(given)[0].pk}"):
        assert client.get(address).status_code == 404
    assert client.post(CHANGE, asked(given, confirmed="yes")).status_code == 404
    assert Assignment.objects.count() == 3


def test_assignments_of_other_agencies_are_as_if_not_existing(given, signed_in):
    cast = given.cast
    assign(cast, cast.hung, given.course, agency=cast.justice, due_on=SOON)
    foreign = Assignment.objects.get(agency=cast.justice)
    client = signed_in(cast.minh)
    assert client.get(f"{PEOPLE}?assignment={foreign.pk}").status_code == 404
    client.post(CHANGE, asked(given, assignment=foreign.pk, confirmed="yes"))
    assert not Assignment.objects.filter(replaces=foreign).exists()


def test_what_an_agency_above_assigned_is_seen_and_is_its_own_to_change(given, signed_in):
    (above,) = Assignment.objects.filter(agency=given.cast.province)
    client = signed_in(given.cast.minh)
    person = client.get("/agency/so-a/people/lan/")
    assert "Đặng Mai Phương" in person.content.decode()
    assert f"assignment={above.pk}" not in person.content.decode()
    assert f"assignment={own(given)[0].pk}" in person.content.decode()
    assert client.get(f"{PEOPLE}?assignment={above.pk}").status_code == 404
    client.post(CHANGE, asked(given, assignment=above.pk, confirmed="yes"))
    assert not Assignment.objects.filter(replaces=above).exists()
    signed_in(given.cast.admin).post(
        "/agency/tinh/assignments/change/", asked(given, assignment=above.pk, confirmed="yes")
    )
    assert Assignment.objects.get(replaces=above).due_on == LATER


def test_whoever_has_the_people_now_decides_what_their_former_agency_assigned(given, signed_in):
    cast = given.cast
    Posting.objects.filter(learner=cast.lan).update(valid_to=TODAY)
    make_posting(cast.lan, cast.justice, cast.specialist, valid_from=TODAY)
    former = own(given)[0]
    values = asked(given, assignment=former.pk, confirmed="yes")
    signed_in(cast.minh).post(CHANGE, values)
    assert not Assignment.objects.filter(replaces=former).exists()
    signed_in(cast.phuc).post("/agency/so-b/assignments/change/", values)
    assert Assignment.objects.get(replaces=former).recorded_by == cast.phuc


def test_after_a_merger_the_successor_decides_and_the_former_agency_stays_named(given, signed_in):
    cast = given.cast
    name = str(cast.science)
    merge_agencies(
        predecessors=[cast.science],
        successor=cast.justice,
        effective_on=TODAY,
        recorded_by=cast.admin,
    )
    client = signed_in(cast.phuc)
    (group,) = client.get("/agency/so-b/assignments/").context["groups"]
    assert (group.agency, group.people, group.due_on) == (name, 2, SOON)
    former = own(given)[0]
    values = asked(given, assignment=former.pk, confirmed="yes")
    client.post("/agency/so-b/assignments/change/", values)
    put_off = Assignment.objects.get(replaces=former)
    assert (put_off.recorded_by, put_off.agency) == (cast.phuc, cast.science)


def test_an_ended_role_changes_nothing(given, signed_in):
    AgencyRole.objects.filter(user=given.cast.minh).update(valid_to=TODAY)
    client = signed_in(given.cast.minh)
    assert client.post(CHANGE, asked(given, confirmed="yes")).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"act": ""}, {"act": "nonsense"}, {"due_on": "2020-01-01"}, {"due_on": "31/02/2030"}],
)
def test_what_is_wrong_is_said_and_nothing_is_done(given, signed_in, changes):
    response = signed_in(given.cast.minh).post(CHANGE, asked(given, confirmed="yes", **changes))
    assert response.status_code == 400
    assert Assignment.objects.count() == 3


@pytest.mark.parametrize("ticked", ["", "x", "99999999999999999999", "0"])
def test_nobody_ticked_is_a_sentence_not_an_error(given, signed_in, ticked):
    client = signed_in(given.cast.minh)
    response = client.post(CHANGE, asked(given, assignment=ticked, confirmed="yes"), follow=True)
    assert response.status_code == 200
    assert Assignment.objects.count() == 3


@pytest.mark.parametrize(
    "query",
    ["", "?assignment=x", "?course=1&due=nonsense", "?course=99999999999999999999", "?due=x"],
)
def test_a_group_that_is_not_there_is_not_found(given, signed_in, query):
    assert signed_in(given.cast.minh).get(PEOPLE + query).status_code == 404


def test_it_is_only_posted_and_guarded_against_forgery(given, signed_in):
    assert signed_in(given.cast.minh).get(CHANGE).status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(given.cast.minh, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(CHANGE, asked(given, confirmed="yes")).status_code == 403


def test_a_completed_course_is_off_the_list(given, signed_in):
    Enrolment.objects.filter(learner=given.cast.nga).update(
        completed_at=timezone.now(), credited_periods=8
    )
    (group,) = signed_in(given.cast.minh).get(LIST).context["groups"]
    assert group.people == 1


def test_an_agency_without_assignments_says_so(world, signed_in):
    page = signed_in(world.cast.minh).get(LIST)
    assert page.context["groups"] == []
    assert "empty-state" in page.content.decode()


@pytest.mark.parametrize(
    ("due_on", "earlier"), [(LATER, True), (None, True), (SOON, False), (TODAY, False)]
)
def test_who_assigns_is_told_that_an_earlier_date_stays(given, signed_in, due_on, earlier):
    question = signed_in(given.cast.minh).post(
        "/agency/so-a/assign/",
        {"person": ["lan", "minh"], "course": given.course.pk, "due_on": due_on or ""},
    )
    assert (len(question.context["consequences"]) == 5) == earlier


@pytest.mark.parametrize("reader", ["lan", "minh"])
def test_who_took_a_course_away_is_told_to_the_person_and_to_the_manager(given, signed_in, reader):
    cast = given.cast
    withdraw_assignments(
        assignments=list(Assignment.objects.filter(enrolment__learner=cast.lan)),
        withdrawn_by=cast.admin,
        reason="Đã học lớp tập trung",
    )
    address = {"lan": "/my/learning/", "minh": "/agency/so-a/people/lan/"}[reader]
    page = signed_in(getattr(cast, reader)).get(address)
    ((enrolment, told),) = page.context["withdrawn"]
    assert enrolment.course == given.course
    assert [a.is_withdrawn for a in told.past] == [True, True, False, False]
    assert "Đã học lớp tập trung" in page.content.decode()
    assert cast.admin.full_name in page.content.decode()


def test_what_was_assigned_before_it_was_put_off_is_told(given, signed_in):
    client = signed_in(given.cast.minh)
    client.post(CHANGE, {**asked(given), "confirmed": "yes", "reason": "Cao điểm"})
    for user, address in (
        (given.cast.lan, "/my/learning/"),
        (given.cast.lan, given.course.url),
        (given.cast.minh, "/agency/so-a/people/lan/"),
    ):
        html = signed_in(user).get(address).content.decode()
        assert html.index("Cao điểm") < html.index("Các lần giao trước đây")
        assert date_format(SOON, "SHORT_DATE_FORMAT") in html.split("Các lần giao trước đây")[1]
