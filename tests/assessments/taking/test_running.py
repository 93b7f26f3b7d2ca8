"""An attempt that runs is seen wherever the next step is, with the way back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.marking.gradings import submit_attempt
from assessments.models import Attempt
from assessments.taking.running import RunningAttempt, running_attempts
from tests.assessments.conftest import NOW, later
from tests.assessments.makers import make_quiz
from tests.assessments.taking.pages import url

PLACES = ["home", "my learning", "course"]


@pytest.fixture
def page(quizzed):
    """Return the address of a place that shows the next step."""
    addresses = {"home": "/", "my learning": reverse("my_learning"), "course": quizzed.course.url}
    return addresses.__getitem__


@pytest.mark.parametrize("place", PLACES)
def test_a_running_attempt_is_seen_with_its_time_and_the_way_back(
    quizzed, lan, page, place
) -> None:
    quizzed.change(time_limit_minutes=31)
    before = lan.get(page(place)).content.decode()
    assert f'href="{quizzed.quiz.url}"' in before
    attempt = quizzed.start(timezone.now())
    text = lan.get(page(place)).content.decode()
    assert f'href="{url("attempt", attempt)}"' in text
    assert "Đang làm bài, còn 31 phút" in text
    if place != "course":  # where the outline names every activity
        assert f'href="{quizzed.quiz.url}"' not in text
    submit_attempt(attempt=attempt)
    assert url("attempt", attempt) not in lan.get(page(place)).content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_one_without_a_limit_says_that_it_is_not_handed_in(quizzed, lan, page, place) -> None:
    attempt = quizzed.start(timezone.now())
    text = lan.get(page(place)).content.decode()
    assert "Đang làm bài, chưa nộp" in text
    assert f'href="{url("attempt", attempt)}"' in text


@pytest.mark.parametrize("place", PLACES)
def test_one_whose_time_is_up_leads_to_its_result_and_is_not_graded_by_looking(
    quizzed, lan, page, place
) -> None:
    quizzed.change(time_limit_minutes=10)
    attempt = quizzed.start(timezone.now() - dt.timedelta(minutes=11))
    text = lan.get(page(place)).content.decode()
    assert "Đã hết giờ" in text
    assert "Đang làm bài" not in text
    assert f'href="{url("attempt", attempt)}"' in text
    assert Attempt.objects.in_progress().get() == attempt


@pytest.mark.parametrize("place", PLACES)
def test_nobody_sees_the_running_attempt_of_somebody_else(
    quizzed, signed_in, client, page, place
) -> None:
    attempt = quizzed.start(timezone.now())
    for person in ("nga", "hung", "trainer"):
        text = signed_in(getattr(quizzed.cast, person)).get(page(place)).content.decode()
        assert url("attempt", attempt) not in text
    assert url("attempt", attempt) not in client.get(page(place)).content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_another_next_step_stays_beside_it(quizzed, lan, page, place) -> None:
    beside = make_quiz(quizzed.course, [quizzed.questions[0]], title="Bài khác", required=False)
    other = quizzed.quiz
    quizzed.quiz = beside
    attempt = quizzed.start(timezone.now())
    text = lan.get(page(place)).content.decode()
    assert f'href="{url("attempt", attempt)}"' in text
    assert f'href="{other.url}"' in text


def test_a_course_page_shows_what_runs_in_this_course_alone(quizzed, lan, cast) -> None:
    attempt = quizzed.start(timezone.now())
    assert [row.attempt for row in running_attempts(cast.lan, NOW).rows] == [attempt]
    of_course = running_attempts(cast.lan, NOW, course_id=quizzed.course.pk)
    assert of_course.quiz_ids == {quizzed.quiz.pk}
    assert not running_attempts(cast.lan, NOW, course_id=quizzed.course.pk + 1).rows


def test_the_first_to_end_comes_first_and_what_has_no_end_last(quizzed, cast) -> None:
    limits = [None, 30, 10]
    for limit in limits:
        quizzed.quiz = make_quiz(
            quizzed.course, [quizzed.questions[0]], time_limit_minutes=limit, required=False
        )
        quizzed.start()
    rows = running_attempts(cast.lan, NOW).rows
    assert [row.attempt.quiz.time_limit_minutes for row in rows] == [10, 30, None]


@pytest.mark.parametrize(
    ("seconds", "minutes", "over"),
    [(-1, 0, True), (0, 0, True), (1, 1, False), (60, 1, False), (61, 2, False), (1860, 31, False)],
)
def test_minutes_are_counted_down_as_a_clock_does(seconds, minutes, over) -> None:
    running = RunningAttempt(Attempt(deadline=later(seconds=seconds)), NOW)
    assert (running.minutes_left, running.is_over) == (minutes, over)
