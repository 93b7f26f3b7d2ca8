import pytest

from lms.enrolments.exceptions import TooSoon
from lms.enrolments.models import ActivityProgress
from lms.enrolments.reading import counted_seconds
from lms.enrolments.services import complete_activity, enrol, open_activity, record_sign_of_life
from tests.courses.makers import make_quiz
from tests.enrolments.conftest import NOW, later


@pytest.fixture
def enrolment(cast, taught):
    taught.course.minimum_reading_share = 50
    taught.course.save()
    return enrol(learner=cast.lan, course=taught.course, now=NOW)


def ping(enrolment, page, seconds, position=""):
    return record_sign_of_life(
        enrolment=enrolment, page=page, position=position, now=later(seconds=seconds)
    )


def test_time_between_signs_of_life_counts(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for seconds in (30, 60, 90):
        progress = ping(enrolment, taught.first, seconds)
    assert progress.active_seconds == 90


@pytest.mark.parametrize(
    ("passed", "counted"),
    [(-1, 0), (0, 0), (0.9, 0), (1, 1), (1.9, 1), (59, 59), (60, 60), (60.9, 60), (61, 0), (90, 0)],
)
def test_whole_seconds_count_up_to_a_minute_and_nothing_of_a_longer_pause(passed, counted):
    assert counted_seconds(NOW, later(seconds=passed)) == counted


def test_a_long_pause_does_not_count(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    ping(enrolment, taught.first, 30)
    assert ping(enrolment, taught.first, 3600).active_seconds == 30
    assert ping(enrolment, taught.first, 3630).active_seconds == 60


def test_many_signs_add_no_more_than_the_time_that_passed(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for tenth in range(1, 201):
        progress = ping(enrolment, taught.first, tenth / 10)
    assert 19 <= progress.active_seconds <= 20


def test_signs_from_several_pages_add_no_more_than_the_time_that_passed(enrolment, taught):
    pages = (taught.first, taught.practice, taught.last)
    for page in pages:
        open_activity(enrolment=enrolment, page=page, now=NOW)
    for seconds in range(1, 31):
        for page in pages:
            ping(enrolment, page, seconds)
    total = sum(ActivityProgress.objects.values_list("active_seconds", flat=True))
    assert total == 30


def test_attack_34_a_clock_set_back_counts_nothing_and_breaks_nothing(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    ping(enrolment, taught.first, 30)
    assert ping(enrolment, taught.first, -3600).active_seconds == 30
    assert ping(enrolment, taught.first, -3570).active_seconds == 60


def test_attack_34_after_a_clock_was_set_back_time_counts_from_the_last_sign_before(
    enrolment, taught
):
    open_activity(enrolment=enrolment, page=taught.first, now=later(hours=1))
    ping(enrolment, taught.first, 3600)
    open_activity(enrolment=enrolment, page=taught.last, now=NOW)
    ping(enrolment, taught.last, 30)
    assert ping(enrolment, taught.last, 60).active_seconds == 60


def test_attack_34_a_scripted_lesson_is_refused_with_the_time_that_is_missing(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for second in range(1, 21):
        ping(enrolment, taught.first, second)
    with pytest.raises(TooSoon) as refusal:
        complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=20))
    assert refusal.value.seconds_missing == 220
    assert "4" in str(refusal.value.message)
    assert not enrolment.progress.filter(completed_at__isnull=False).exists()


def test_completing_without_ever_opening_is_refused(enrolment, taught):
    with pytest.raises(TooSoon):
        complete_activity(enrolment=enrolment, page=taught.first, now=later(days=3))


def test_enough_time_completes_the_lesson(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for seconds in range(30, 211, 30):
        ping(enrolment, taught.first, seconds)
    complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=240))
    assert enrolment.progress.get(page=taught.first).active_seconds == 240


def test_a_browser_without_scripts_is_measured_by_the_clock(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    with pytest.raises(TooSoon):
        complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=200))
    complete_activity(enrolment=enrolment, page=taught.first, now=later(minutes=90))
    assert enrolment.progress.get(page=taught.first).active_seconds == 8 * 60


def test_lessons_opened_together_are_not_read_together(enrolment, taught):
    for page in (taught.first, taught.last):
        open_activity(enrolment=enrolment, page=page, now=NOW)
    complete_activity(enrolment=enrolment, page=taught.last, now=later(minutes=10))
    with pytest.raises(TooSoon):
        complete_activity(enrolment=enrolment, page=taught.first, now=later(minutes=11))


def test_reading_time_is_asked_for_lessons_alone(enrolment, taught):
    quiz = make_quiz(taught.course, minutes=30)
    complete_activity(enrolment=enrolment, page=quiz, now=later(seconds=1))
    assert enrolment.progress.get(page=quiz).completed_at == later(seconds=1)


def test_a_course_that_demands_nothing_lets_everyone_go_on(cast, taught):
    enrolment = enrol(learner=cast.hung, course=taught.course, now=NOW)
    enrolment.course.minimum_reading_share = 0
    enrolment.course.save()
    complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=1))
    assert enrolment.progress.get(page=taught.first).completed_at == later(seconds=1)


def test_the_position_is_kept_and_an_empty_one_loses_nothing(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    ping(enrolment, taught.first, 30, position="block-7")
    assert ping(enrolment, taught.first, 60).resume_position == "block-7"
    assert len(ping(enrolment, taught.first, 90, position="x" * 5000).resume_position) == 64


def test_signs_within_a_second_keep_what_is_left_of_it(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    assert ping(enrolment, taught.first, 1.75).last_sign_of_life_at == later(seconds=1)
    assert ping(enrolment, taught.first, 2.25).active_seconds == 2


def test_a_sign_at_the_moment_of_another_adds_nothing(enrolment, taught):
    for page in (taught.first, taught.last):
        open_activity(enrolment=enrolment, page=page, now=NOW)
    ping(enrolment, taught.first, 30)
    assert ping(enrolment, taught.last, 30).active_seconds == 0


def test_the_signs_of_others_take_no_time_away(cast, enrolment, taught):
    other = enrol(learner=cast.hung, course=taught.course, now=NOW)
    for each in (enrolment, other):
        open_activity(enrolment=each, page=taught.first, now=NOW)
    ping(other, taught.first, 29)
    assert ping(enrolment, taught.first, 30).active_seconds == 30


def test_a_part_of_the_minutes_is_asked_for_in_whole_seconds_rounded_down(enrolment, taught):
    taught.course.minimum_reading_share = 33
    taught.course.save()
    taught.first.minutes = 7
    taught.first.save()
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    with pytest.raises(TooSoon) as refusal:
        complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=137))
    assert refusal.value.seconds_missing == 1
    complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=138))
    progress = enrolment.progress.get(page=taught.first)
    assert (progress.active_seconds, progress.last_sign_of_life_at) == (138, later(seconds=138))


def test_lessons_read_one_after_the_other_without_signs_count_each_for_itself(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    complete_activity(enrolment=enrolment, page=taught.first, now=later(minutes=6))
    open_activity(enrolment=enrolment, page=taught.last, now=later(minutes=6))
    complete_activity(enrolment=enrolment, page=taught.last, now=later(minutes=13))
    seconds = enrolment.progress.values_list("active_seconds", flat=True).order_by("page__path")
    assert list(seconds) == [360, 420]


def test_the_time_between_the_last_sign_and_the_end_counts_too(enrolment, taught):
    open_activity(enrolment=enrolment, page=taught.first, now=NOW)
    for seconds in range(30, 211, 30):
        ping(enrolment, taught.first, seconds)
    with pytest.raises(TooSoon) as refusal:
        complete_activity(enrolment=enrolment, page=taught.first, now=later(seconds=239))
    assert refusal.value.seconds_missing == 1
