import datetime as dt

import pytest
from django.test import Client

from courses.models import CourseLegalBasis
from lms.core.compounds import keep_together
from lms.enrolments.models import Enrolment
from lms.enrolments.services import complete_activity, enrol, open_activity
from tests.courses.makers import (
    add_outcome,
    make_competency,
    make_course,
    make_design,
    make_lesson,
    make_module,
)
from tests.enrolments.makers import assign


def test_a_visitor_is_asked_to_sign_in_and_led_back(taught):
    response = Client().get(taught.course.url)
    html = response.content.decode()
    assert response.status_code == 200
    assert f"?next={taught.course.url}" in html
    assert taught.first.url not in html


def test_the_page_tells_what_the_course_leads_to_and_rests_on(cast, taught):
    add_outcome(taught.course, make_competency())
    CourseLegalBasis.objects.create(
        course=taught.course,
        number="148/2025/QH15",
        title="Luật Chuyển đổi số",
        effective_on=dt.date(2026, 7, 1),
    )
    taught.course.reviewed_on = dt.date(2026, 11, 23)
    taught.course.save()
    html = Client().get(taught.course.url).content.decode()
    for text in ("Phân biệt được ba khái niệm", "148/2025/QH15", "01/07/2026", "23/11/2026"):
        assert text in html


def test_enrolling_is_a_post_and_a_second_click_changes_nothing(cast, signed_in, taught):
    client = signed_in(cast.lan)
    url = f"/my/learning/courses/{taught.course.pk}/enrol/"
    assert client.get(url).status_code == 302
    assert not Enrolment.objects.exists()
    for _click in range(2):
        assert client.post(url).headers["Location"] == taught.course.url
    assert Enrolment.objects.get().learner == cast.lan


def test_enrolling_needs_a_sign_in_and_a_token(cast, taught):
    url = f"/my/learning/courses/{taught.course.pk}/enrol/"
    assert "/accounts/login/" in Client().post(url).headers["Location"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lan, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(url).status_code == 403
    assert not Enrolment.objects.exists()


def test_nobody_enrols_in_what_is_not_published_or_no_course(cast, signed_in, taught):
    client = signed_in(cast.lan)
    assert client.post(f"/my/learning/courses/{taught.first.pk}/enrol/").status_code == 404
    taught.course.unpublish()
    assert client.post(f"/my/learning/courses/{taught.course.pk}/enrol/").status_code == 404


def test_a_course_that_is_only_assigned_says_so_and_refuses(cast, signed_in, taught):
    taught.course.enrolment_policy = "assigned"
    taught.course.save()
    client = signed_in(cast.lan)
    assert client.get(taught.course.url).context["learning"].action == "assigned_only"
    client.post(f"/my/learning/courses/{taught.course.pk}/enrol/")
    assert not Enrolment.objects.exists()


def test_the_one_button_follows_the_learner_through_the_course(cast, signed_in, taught):
    client = signed_in(cast.lan)

    def action():
        return client.get(taught.course.url).context["learning"].action

    assert action() == "enrol"
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert action() == "start"
    open_activity(enrolment=enrolment, page=taught.first)
    assert action() == "continue"
    complete_activity(enrolment=enrolment, page=taught.first)
    assert client.get(taught.course.url).context["learning"].next_url == taught.last.url
    taught.last.unpublish()
    assert action() == "finish"
    client.post(f"/my/learning/{enrolment.pk}/finish/")
    assert action() == "review"


def test_a_completed_course_shows_its_certificate_and_may_be_taken_again(cast, signed_in, taught):
    taught.course.certificate_design = make_design()
    taught.course.save()
    enrolment = enrol(learner=cast.lan, course=taught.course)
    for page in (taught.first, taught.last):
        complete_activity(enrolment=enrolment, page=page)
    client = signed_in(cast.lan)
    view = client.get(taught.course.url).context["learning"]
    assert view.certificate.learner == cast.lan
    assert view.certificate.serial in client.get(taught.course.url).content.decode()
    client.post(f"/my/learning/courses/{taught.course.pk}/enrol/")
    assert Enrolment.objects.for_learner(cast.lan).open().count() == 1


def test_locked_activities_have_a_reason_and_no_link(cast, signed_in, in_order):
    enrol(learner=cast.lan, course=in_order.course)
    html = signed_in(cast.lan).get(in_order.course.url).content.decode()
    assert in_order.first.url in html
    assert in_order.last.url not in html
    assert "“Bài 1”" in html


def test_the_progress_of_another_learner_is_not_shown(cast, signed_in, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    view = signed_in(cast.hung).get(taught.course.url).context["learning"]
    assert view.enrolment is None
    assert view.outline.percent == 0


def test_withdrawing_is_confirmed_and_then_a_post(cast, signed_in, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    client = signed_in(cast.lan)
    url = f"/my/learning/{enrolment.pk}/withdraw/"
    assert client.get(url).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.is_open
    for _click in range(2):
        assert client.post(url).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is not None


def test_an_assigned_course_cannot_be_given_up(cast, signed_in, taught):
    enrolment = assign(cast, cast.lan, taught.course)
    client = signed_in(cast.lan)
    assert not client.get(taught.course.url).context["learning"].may_withdraw
    assert client.get(f"/my/learning/{enrolment.pk}/withdraw/").status_code == 302
    client.post(f"/my/learning/{enrolment.pk}/withdraw/")
    enrolment.refresh_from_db()
    assert enrolment.is_open


@pytest.mark.parametrize("act", ["withdraw", "finish"])
def test_the_enrolment_of_another_learner_does_not_exist(cast, signed_in, taught, act):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    for outsider in (cast.hung, cast.minh, cast.admin):
        client = signed_in(outsider)
        url = f"/my/learning/{enrolment.pk}/{act}/"
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    assert signed_in(cast.hung).post("/my/learning/999999/withdraw/").status_code == 404


def test_a_module_shows_its_part_of_the_outline(cast, signed_in, taught):
    enrol(learner=cast.lan, course=taught.course)
    module = taught.first.get_parent()
    html = signed_in(cast.lan).get(module.url).content.decode()
    assert taught.first.url in html
    assert taught.last.url not in html
    assert taught.course.url in html


@pytest.mark.parametrize("lessons", [1, 40])
def test_fourteen_queries_are_enough_however_many_activities(
    cast, signed_in, django_assert_max_num_queries, taught, lessons
):
    add_outcome(taught.course, make_competency("CT01"))
    add_outcome(taught.course, make_competency("CT02"))
    enrolment = enrol(learner=cast.lan, course=taught.course)
    module = taught.first.get_parent()
    for number in range(lessons):
        lesson = make_lesson(module, f"Bài thêm {number}")
        complete_activity(enrolment=enrolment, page=lesson)
    client = signed_in(cast.lan)
    client.get(taught.course.url)
    with django_assert_max_num_queries(14):
        client.get(taught.course.url)


def test_fourteen_queries_are_enough_for_a_completed_course(
    cast, signed_in, django_assert_max_num_queries, taught
):
    taught.course.certificate_design = make_design()
    taught.course.save()
    enrolment = enrol(learner=cast.lan, course=taught.course)
    for page in (taught.first, taught.last):
        complete_activity(enrolment=enrolment, page=page)
    client = signed_in(cast.lan)
    client.get(taught.course.url)
    with django_assert_max_num_queries(14):
        client.get(taught.course.url)


def test_each_locked_activity_names_what_it_waits_for_and_each_reason_stands_once(cast, signed_in):
    course = make_course(cast, activity_order="sequential")
    modules = [make_module(course, f"Phần {n}") for n in (1, 2)]
    make_lesson(modules[0], "Một")
    make_lesson(modules[0], "Hai")
    make_lesson(modules[0], "Thêm", required=False)
    make_lesson(modules[1], "Ba")
    make_lesson(modules[1], "Bốn")
    enrol(learner=cast.lan, course=course)
    learning = signed_in(cast.lan).get(course.url).context["learning"]
    reasons = {s.title: str(s.reason) for module in learning.steps for s in module.children}
    named = {title: reason.split("“")[-1].split("”")[0] for title, reason in reasons.items()}
    # “Ba” waits for “Hai” as “Thêm” does, which has said so.
    assert named == {"Một": "", "Hai": "Một", "Thêm": "Hai", "Ba": "", "Bốn": "Ba"}


def test_headings_of_pages_and_cards_keep_their_words(client, cast, taught):
    page = client.get(taught.course.url).content.decode()
    assert f"<h1>{keep_together(taught.course.title)}</h1>" in page
    assert "\u00a0" in keep_together(taught.course.title)
    assert keep_together(taught.course.title) in client.get("/courses/").content.decode()


def test_the_length_is_what_the_activities_take_together(cast, client):
    course = make_course(cast, minutes=360)
    assert client.get(course.url).context["learning"].minutes == 360
    make_lesson(course, "Một", minutes=11)
    make_lesson(course, "Thêm", minutes=54, required=False)
    make_lesson(course, "Nháp", minutes=20, live=False)
    page = client.get(course.url)
    assert page.context["learning"].minutes == 65
    text = page.content.decode()
    assert "1 giờ 5 phút" in text
    assert "6 giờ" not in text
