import datetime as dt
import json
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from lms.core.models import Picture
from lms.enrolments.models import ActivityProgress
from lms.enrolments.services import complete_activity, enrol, record_sign_of_life
from tests.courses.makers import make_course, make_lesson, make_quiz


@pytest.fixture
def enrolment(cast, taught):
    return enrol(learner=cast.lan, course=taught.course)


def read_url(lesson):
    return f"/my/learning/lessons/{lesson.pk}/read/"


def alive_url(lesson):
    return f"/my/learning/lessons/{lesson.pk}/alive/"


def test_a_visitor_is_asked_to_sign_in(taught):
    response = Client().get(taught.first.url)
    assert response.status_code == 403
    assert f"?next={taught.first.url}" in response.content.decode()


def test_somebody_not_enrolled_is_told_to_enrol(cast, signed_in, taught, enrolment):
    response = signed_in(cast.hung).get(taught.first.url)
    assert response.status_code == 403
    assert f"/my/learning/courses/{taught.course.pk}/enrol/" in response.content.decode()
    assert not ActivityProgress.objects.exists()


def opened(client: Client, lesson) -> str:
    """Return the stamp of a lesson's page, drawn now."""
    return client.get(lesson.url).context["learning"].opened


def test_looking_at_a_lesson_writes_nothing(cast, signed_in, taught, enrolment):
    assert signed_in(cast.lan).get(taught.first.url).status_code == 200
    assert not enrolment.progress.exists()


def test_the_first_sign_of_life_notes_when_the_page_was_drawn(cast, signed_in, taught, enrolment):
    client = signed_in(cast.lan)
    before = timezone.now()
    stamp = opened(client, taught.first)
    drawn = timezone.now()
    client.post(alive_url(taught.first), {"opened": stamp})
    first = enrolment.progress.get()
    assert before <= first.first_opened_at <= drawn
    assert first.last_opened_at == first.first_opened_at
    client.post(alive_url(taught.first), {"opened": opened(client, taught.first)})
    again = enrolment.progress.get()
    assert again.first_opened_at == first.first_opened_at
    assert again.last_opened_at > drawn


def test_without_scripts_reading_counts_from_the_moment_the_page_was_drawn(
    cast, signed_in, taught, enrolment, monkeypatch
):
    taught.course.minimum_reading_share = 80
    taught.course.save()
    client = signed_in(cast.lan)
    stamp = opened(client, taught.first)
    later = timezone.now() + dt.timedelta(minutes=taught.first.minutes)
    monkeypatch.setattr("lms.enrolments.views.timezone.now", lambda: later)
    client.post(read_url(taught.first), {"opened": stamp})
    assert enrolment.progress.get().completed_at == later


@pytest.mark.parametrize("stamp", ["", "x", "another page", "altered"])
def test_attack_34_a_stamp_that_is_not_of_this_page_gains_no_time(
    cast, signed_in, taught, enrolment, monkeypatch, stamp
):
    taught.course.minimum_reading_share = 80
    taught.course.save()
    client = signed_in(cast.lan)
    own = opened(client, taught.first)
    stamps = {"another page": opened(client, taught.last), "altered": f"{own[:-1]}x"}
    later = timezone.now() + dt.timedelta(minutes=60)
    monkeypatch.setattr("lms.enrolments.views.timezone.now", lambda: later)
    client.post(read_url(taught.first), {"opened": stamps.get(stamp, stamp)})
    assert enrolment.progress.get().completed_at is None


def test_what_was_refused_as_too_early_counts_on_from_the_first_opening(
    cast, signed_in, taught, enrolment, monkeypatch
):
    taught.course.minimum_reading_share = 80
    taught.course.save()
    client = signed_in(cast.lan)
    drawn = timezone.now()
    client.post(read_url(taught.first), {"opened": opened(client, taught.first)})
    assert enrolment.progress.get().completed_at is None
    later = drawn + dt.timedelta(minutes=taught.first.minutes)
    monkeypatch.setattr("lms.enrolments.views.timezone.now", lambda: later)
    client.post(read_url(taught.first), {"opened": opened(client, taught.first)})
    assert enrolment.progress.get().completed_at is not None


def test_a_locked_lesson_says_what_opens_it(cast, signed_in, in_order, enrolment):
    response = signed_in(cast.lan).get(in_order.last.url)
    assert response.status_code == 403
    assert "“Bài 1”" in response.content.decode()
    assert not enrolment.progress.exists()


def test_the_lesson_shows_where_it_stands(cast, signed_in, taught, enrolment):
    client = signed_in(cast.lan)
    assert "Hoạt động 2/2" in client.get(taught.last.url).content.decode()
    view = client.get(taught.practice.url).context["learning"]
    # What does not count is not counted, and both ways of counting agree.
    assert (view.number, view.total) == (0, 2)
    assert "0/2 hoạt động" in client.get(taught.course.url).content.decode()
    assert "Hoạt động" not in client.get(taught.practice.url).content.decode()
    assert view.previous.url == taught.first.url
    assert view.next.url == taught.last.url


def test_marking_as_read_leads_to_the_next_activity(cast, signed_in, taught, enrolment):
    client = signed_in(cast.lan)
    for _click in range(2):
        response = client.post(read_url(taught.first))
        assert response.headers["Location"] == taught.practice.url
    assert enrolment.progress.get(page=taught.first).completed_at is not None


def test_the_last_lesson_leads_back_to_the_course_with_praise(cast, signed_in, taught, enrolment):
    client = signed_in(cast.lan)
    client.post(read_url(taught.first))
    response = client.post(read_url(taught.last), follow=True)
    assert response.redirect_chain[-1][0] == taught.course.url
    assert taught.course.title in "".join(str(m) for m in response.context["messages"])
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_a_get_never_marks_as_read(cast, signed_in, taught, enrolment):
    response = signed_in(cast.lan).get(read_url(taught.first))
    assert response.headers["Location"] == taught.first.url
    assert not enrolment.progress.exists()


def test_marking_a_locked_lesson_is_refused_in_words(cast, signed_in, in_order, enrolment):
    response = signed_in(cast.lan).post(read_url(in_order.last), follow=True)
    assert "“Bài 1”" in response.content.decode()
    assert not enrolment.progress.exists()


def test_reading_too_fast_is_refused_in_words(cast, signed_in, taught, enrolment):
    taught.course.minimum_reading_share = 80
    taught.course.save()
    client = signed_in(cast.lan)
    client.get(taught.first.url)
    for _ping in range(50):
        client.post(alive_url(taught.first), {"position": "b-1"})
    response = client.post(read_url(taught.first), follow=True)
    assert response.redirect_chain[-1][0] == taught.first.url
    assert [m.level_tag for m in response.context["messages"]] == ["warning"]
    assert not enrolment.progress.filter(completed_at__isnull=False).exists()


def test_signs_of_life_keep_the_position(cast, signed_in, taught, enrolment):
    client = signed_in(cast.lan)
    client.get(taught.first.url)
    response = client.post(alive_url(taught.first), {"position": "b-12ab"})
    assert response.status_code == 204
    assert enrolment.progress.get().resume_position == "b-12ab"
    assert 'href="#b-12ab"' in client.get(taught.first.url).content.decode()


@pytest.mark.parametrize("position", ['"><script>', "javascript:x", "b" * 65, "b 1", "\x00", "é"])
def test_positions_that_are_none_are_left_out(cast, signed_in, taught, enrolment, position):
    client = signed_in(cast.lan)
    assert client.post(alive_url(taught.first), {"position": position}).status_code == 204
    assert enrolment.progress.get().resume_position == ""


def test_signs_of_life_are_posts_of_enrolled_learners_for_lessons(
    cast, signed_in, taught, enrolment
):
    assert signed_in(cast.lan).get(alive_url(taught.first)).status_code == 405
    assert signed_in(cast.hung).post(alive_url(taught.first)).status_code == 404
    assert signed_in(cast.lan).post("/my/learning/lessons/999999/alive/").status_code == 404
    quiz = make_quiz(taught.course)
    assert signed_in(cast.lan).post(alive_url(quiz)).status_code == 404
    assert "/accounts/login/" in Client().post(alive_url(taught.first)).headers["Location"]
    assert not ActivityProgress.objects.exists()


def test_marking_as_read_without_an_enrolment_leads_to_the_lesson(cast, signed_in, taught):
    response = signed_in(cast.hung).post(read_url(taught.first))
    assert response.headers["Location"] == taught.first.url
    assert not ActivityProgress.objects.exists()


def test_trainers_read_without_leaving_a_record(cast, signed_in, taught):
    response = signed_in(cast.trainer).get(taught.first.url)
    assert response.status_code == 200
    assert not response.context["learning"].is_recorded
    assert not ActivityProgress.objects.exists()


def test_a_completed_course_stays_open_to_be_reviewed(cast, signed_in, taught, enrolment):
    for page in (taught.first, taught.last):
        complete_activity(enrolment=enrolment, page=page)
    assert signed_in(cast.lan).get(taught.first.url).status_code == 200


def test_a_withdrawn_learner_is_told_to_enrol_again(cast, signed_in, taught, enrolment):
    enrolment.withdrawn_at = timezone.now()
    enrolment.save()
    assert signed_in(cast.lan).get(taught.first.url).status_code == 403


def test_an_unpublished_course_takes_its_lessons_with_it(cast, signed_in, taught, enrolment):
    Page.objects.filter(pk=taught.course.pk).update(live=False)
    client = signed_in(cast.lan)
    for page in (taught.course, taught.first, taught.first.get_parent()):
        assert client.get(page.url).status_code == 404
    assert taught.course.title in client.get("/my/learning/").content.decode()


def test_a_scheduled_lesson_opens_in_its_time(cast, signed_in, taught, enrolment):
    lesson = make_lesson(taught.course, "Bài hẹn giờ", live=False)
    assert signed_in(cast.lan).get(lesson.url).status_code == 404
    lesson.save_revision().publish()
    assert signed_in(cast.lan).get(lesson.url).status_code == 200


def test_moving_and_renaming_breaks_no_record(cast, signed_in, taught, enrolment):
    complete_activity(enrolment=enrolment, page=taught.first)
    record_sign_of_life(enrolment=enrolment, page=taught.practice, position="b-1")
    taught.practice.move(taught.last.get_parent(), pos="first-child")
    course = taught.course
    course.refresh_from_db()
    course.title, course.slug = "Tên mới", "ten-moi"
    course.save()
    first = Page.objects.get(pk=taught.first.pk)
    response = signed_in(cast.lan).get(first.url)
    assert response.status_code == 200
    assert response.context["learning"].is_done
    assert [a.title for a in response.context["learning"].access.outline.activities] == [
        "Bài 1",
        "Bài thêm",
        "Bài 2",
    ]


def rich_body(count):
    """Return a body with `count` blocks of each kind that asks the database for something."""
    blocks = []
    for number in range(count):
        data = BytesIO()
        Image.new("RGB", (1600, 900), (number, 0, 0)).save(data, "PNG")
        picture = Picture.objects.create(
            title=f"Hình {number}", file=ImageFile(data, name=f"hinh-{number}.png")
        )
        value = {
            "image": {"image": picture.pk, "alt_text": "Sơ đồ", "decorative": False},
            "caption": "Hình",
        }
        blocks += [
            {"type": "text", "value": "<p>Đoạn văn</p>", "id": f"t{number}"},
            {"type": "picture", "value": value, "id": f"p{number}"},
        ]
    return json.dumps(blocks)


@pytest.mark.parametrize(("lessons", "blocks"), [(1, 1), (40, 8)])
def test_twelve_queries_are_enough_however_long(
    cast, signed_in, django_assert_max_num_queries, taught, enrolment, lessons, blocks
):
    module = taught.first.get_parent()
    for number in range(lessons):
        complete_activity(enrolment=enrolment, page=make_lesson(module, f"Bài thêm {number}"))
    long = make_lesson(module, "Bài dài", body=rich_body(blocks))
    client = signed_in(cast.lan)
    client.get(long.url)
    with django_assert_max_num_queries(12):
        response = client.get(long.url)
    assert response.content.decode().count("srcset=") == blocks


def test_the_enrolment_of_one_course_opens_no_other(cast, signed_in, enrolment):
    other = make_lesson(make_course(cast, "Khóa khác", code="K-2"))
    assert signed_in(cast.lan).get(other.url).status_code == 403
