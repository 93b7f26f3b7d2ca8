"""Assigning a course: asked, confirmed, done once, for one's own people only."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from lms.enrolments.assigning import ASSIGN_ACTION, assign_course
from lms.enrolments.models import Assignment, Enrolment, EnrolmentSource

ASSIGN = "/agency/so-a/assign/"


@pytest.fixture
def asked(world):
    return {
        "person": ["lan", "nga"],
        "course": world.course.pk,
        "due_on": (timezone.localdate() + dt.timedelta(days=30)).isoformat(),
        "reason": "Theo kế hoạch",
    }


def test_first_it_asks_then_it_does(world, signed_in, asked):
    client = signed_in(world.cast.minh)
    question = client.post(ASSIGN, asked)
    assert question.status_code == 200
    assert "Trần Thị Lan, Đỗ Thúy Nga" in question.content.decode()
    assert not Enrolment.objects.exists()
    confirmed = question.context["hidden"]
    assert confirmed["confirmed"] == "yes"
    assert confirmed["person"] == "lan,nga"
    response = client.post(ASSIGN, confirmed)
    assert response["Location"].startswith("/agency/so-a/people/?")
    for enrolment in Enrolment.objects.all():
        assert enrolment.source == EnrolmentSource.ASSIGNED
        (given,) = enrolment.assignments.all()
        assert (given.recorded_by, given.agency) == (world.cast.minh, world.cast.science)
        assert (str(given.due_on), given.reason) == (asked["due_on"], "Theo kế hoạch")
    client.post(ASSIGN, confirmed)
    assert (Enrolment.objects.count(), Assignment.objects.count()) == (2, 2)


def test_it_stands_in_the_history_of_the_course(world, signed_in, asked):
    client = signed_in(world.cast.minh)
    client.post(ASSIGN, {**asked, "confirmed": "yes"})
    entry = PageLogEntry.objects.get(action=ASSIGN_ACTION)
    assert entry.user == world.cast.minh
    assert entry.page_id == world.course.pk
    assert entry.data["agency"] == "so-a"
    assert sorted(entry.data["people"]) == ["lan", "nga"]
    assert "Lan" not in str(entry.data)
    assert entry.message


@pytest.mark.parametrize("who", ["lan", "phuc", "trainer"])
def test_others_cannot_assign(world, signed_in, asked, who):
    response = signed_in(getattr(world.cast, who)).post(ASSIGN, {**asked, "confirmed": "yes"})
    assert response.status_code == 404
    assert not Enrolment.objects.exists()


def test_people_of_other_agencies_are_as_if_not_existing(world, signed_in, asked):
    client = signed_in(world.cast.minh)
    client.post(ASSIGN, {**asked, "person": ["hung", "lan", "nobody"], "confirmed": "yes"})
    assert [e.learner for e in Enrolment.objects.all()] == [world.cast.lan]
    client.post(ASSIGN, {**asked, "person": ["hung"], "confirmed": "yes"})
    assert not Enrolment.objects.filter(learner=world.cast.hung).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"course": ""},
        {"course": "999999"},
        {"course": "x"},
        {"due_on": "2020-01-01"},
        {"due_on": "31/02/2030"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(world, signed_in, asked, changes):
    client = signed_in(world.cast.minh)
    response = client.post(ASSIGN, {**asked, "confirmed": "yes", **changes})
    assert response.status_code == 400
    assert "error-summary" in response.content.decode()
    assert "confirmed" not in response.context["hidden"]
    assert not Enrolment.objects.exists()


def test_nobody_ticked_is_a_sentence_not_an_error(world, signed_in, asked):
    response = signed_in(world.cast.minh).post(ASSIGN, {**asked, "person": []}, follow=True)
    assert response.status_code == 200
    assert list(get_messages(response.wsgi_request)) or "notice" in response.content.decode()


def test_a_course_out_of_the_catalogue_cannot_be_assigned(world, signed_in, asked):
    world.course.unpublish()
    response = signed_in(world.cast.minh).post(ASSIGN, {**asked, "confirmed": "yes"})
    assert response.status_code == 400


def test_it_is_only_posted_and_guarded_against_forgery(world, signed_in, asked):
    assert signed_in(world.cast.minh).get(ASSIGN).status_code == 405
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.minh, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(ASSIGN, {**asked, "confirmed": "yes"}).status_code == 403


def test_who_completed_it_is_left_out_unless_it_is_to_be_taken_again(world):
    cast, today = world.cast, timezone.localdate()
    world.complete(cast.lan, today - dt.timedelta(days=9))
    Enrolment.objects.create(learner=cast.nga, course=world.course)
    cast.minh.is_active = False
    cast.minh.save()
    values = {
        "course": world.course,
        "people": [cast.lan, cast.nga, cast.minh],
        "agency": cast.science,
        "assigned_by": cast.admin,
        "due_on": today,
    }
    first = assign_course(**values)
    assert (first.assigned, first.already, first.completed) == ((), (cast.nga,), (cast.lan,))
    assert [person for person, _reason in first.refused] == [cast.minh]
    again = assign_course(**values, again=True)
    assert again.assigned == (cast.lan,)
    assert Enrolment.objects.get(learner=cast.nga).assignments.get().due_on == today
