import re

import pytest

from lms.enrolments.outline import ActivityState, course_outline, course_outlines
from lms.enrolments.services import complete_activity, enrol, open_activity, withdraw
from tests.courses.makers import make_course, make_lesson, make_quiz


def states(outline):
    return [str(a.state) for a in outline.activities]


def test_a_visitor_sees_every_activity_and_no_progress(taught):
    outline = course_outline(taught.course)
    assert states(outline) == ["open", "open", "open"]
    assert [m.title for m in outline.modules] == ["Khái niệm", "Thước đo"]
    assert outline.percent == 0
    assert outline.next_activity is None


def test_in_free_order_everything_is_open(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert states(course_outline(taught.course, enrolment)) == ["current", "open", "open"]


def test_in_sequential_order_the_next_opens_when_the_one_before_is_done(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    outline = course_outline(in_order.course, enrolment)
    assert states(outline) == ["current", "locked", "locked"]
    assert "Bài 1" in outline.activities[2].reason
    complete_activity(enrolment=enrolment, page=in_order.first)
    outline = course_outline(in_order.course, enrolment)
    assert states(outline) == ["done", "open", "current"]


def test_optional_activities_neither_block_nor_count(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    complete_activity(enrolment=enrolment, page=in_order.first)
    outline = course_outline(in_order.course, enrolment)
    assert (outline.done_count, outline.total_count, outline.percent) == (1, 2, 50)


def test_a_course_without_required_activities_counts_all(cast):
    course = make_course(cast)
    pages = [make_lesson(course, f"Bài {n}", required=False) for n in range(3)]
    enrolment = enrol(learner=cast.lan, course=course)
    assert course_outline(course, enrolment).total_count == 3
    for page in pages:
        enrolment = complete_activity(enrolment=enrolment, page=page)
    assert enrolment.completed_at is not None


def test_an_empty_course_is_never_complete(cast):
    course = make_course(cast)
    enrolment = enrol(learner=cast.lan, course=course)
    outline = course_outline(course, enrolment)
    assert not outline.is_complete
    assert outline.percent == 0
    assert outline.modules == []


def test_unpublished_modules_hide_what_is_below(cast, taught):
    module = taught.first.get_parent()
    module.live = False
    module.save()
    outline = course_outline(taught.course)
    assert [a.title for a in outline.activities] == ["Bài 2"]
    assert len(course_outline(taught.course, drafts=True).activities) == 3


def test_quizzes_stand_in_the_outline_beside_lessons(cast, taught):
    make_quiz(taught.course, "Kiểm tra cuối khóa", minutes=30)
    outline = course_outline(taught.course)
    quiz = outline.activities[-1]
    assert (quiz.activity.kind, quiz.minutes, quiz.activity.required) == ("quiz", 30, True)
    assert outline.modules[-1].title == ""


def test_a_completed_course_may_be_reviewed_whatever_was_added(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    for page in (in_order.first, in_order.last):
        enrolment = complete_activity(enrolment=enrolment, page=page)
    make_lesson(in_order.course, "Bài mới")
    outline = course_outline(in_order.course, enrolment)
    assert outline.percent == 100
    assert ActivityState.LOCKED not in {a.state for a in outline.activities}


def test_neighbours_end_at_both_ends(taught):
    outline = course_outline(taught.course)
    assert outline.neighbours(taught.first.pk)[0] is None
    before, after = outline.neighbours(taught.practice.pk)
    assert before is not None
    assert after is not None
    assert (before.pk, after.pk) == (taught.first.pk, taught.last.pk)
    assert outline.neighbours(taught.last.pk)[1] is None
    assert outline.neighbours(0) == (None, None)


@pytest.mark.parametrize("courses", [1, 6])
def test_outlines_of_several_courses_take_two_queries(cast, django_assert_max_num_queries, courses):
    enrolments = []
    for number in range(courses):
        course = make_course(cast, f"Khóa {number}", code=f"K-{number}")
        for lesson in range(number + 1):
            make_lesson(course, f"Bài {lesson}")
        enrolments.append(enrol(learner=cast.lan, course=course))
    with django_assert_max_num_queries(2):
        outlines = course_outlines(enrolments)
    assert [outlines[e.pk].total_count for e in enrolments] == list(range(1, courses + 1))


def test_percent_are_rounded_and_100_means_all(cast):
    course = make_course(cast)
    pages = [make_lesson(course, f"Bài {n}") for n in range(3)]
    enrolment = enrol(learner=cast.lan, course=course)
    seen = []
    for page in pages:
        seen.append(course_outline(course, enrolment).percent)
        enrolment = complete_activity(enrolment=enrolment, page=page)
    assert seen == [0, 33, 67]
    assert course_outline(course, enrolment).percent == 100


def test_a_course_is_complete_when_all_that_counts_is_done(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    assert not course_outline(taught.course, enrolment).is_complete
    complete_activity(enrolment=enrolment, page=taught.practice)
    assert not course_outline(taught.course, enrolment).is_complete
    complete_activity(enrolment=enrolment, page=taught.last)
    assert course_outline(taught.course, enrolment).is_complete


def test_activities_that_count_are_counted_from_one_and_others_are_nowhere(cast, taught):
    outline = course_outline(taught.course)
    pages = (taught.first, taught.practice, taught.last)
    assert [outline.number_of(page.pk) for page in pages] == [1, 0, 2]
    assert outline.number_of(taught.last.pk) == outline.total_count
    assert [a.pk for page in pages if (a := outline.find(page.pk))] == [p.pk for p in pages]
    stranger = make_lesson(make_course(cast, "Khóa khác", code="K-2"))
    assert outline.number_of(stranger.pk) == 0
    assert outline.find(stranger.pk) is None
    assert outline.neighbours(stranger.pk) == (None, None)


def test_the_outline_names_the_page_of_each_module(taught):
    outline = course_outline(taught.course)
    modules = [taught.first.get_parent(), taught.last.get_parent()]
    assert [m.page_id for m in outline.modules] == [m.pk for m in modules]
    assert [len(m.activities) for m in outline.modules] == [2, 1]


def test_optional_activities_before_the_first_required_one_are_open(cast):
    course = make_course(cast, activity_order="sequential")
    for number, required in enumerate([False, True, False, True, True]):
        make_lesson(course, f"Bài {number}", required=required)
    enrolment = enrol(learner=cast.lan, course=course)
    outline = course_outline(course, enrolment)
    assert states(outline) == ["open", "current", "locked", "locked", "locked"]
    waiting = [next(iter(re.findall("“(.+)”", a.reason)), "") for a in outline.activities]
    # Each for the required one before it, and not all for the first of them.
    assert waiting == ["", "", "Bài 1", "Bài 1", "Bài 3"]
    assert [a.is_locked for a in outline.activities] == [False] * 2 + [True] * 3


def test_what_was_done_out_of_order_stays_done_and_opens_nothing_else(cast, in_order):
    enrolment = enrol(learner=cast.lan, course=in_order.course)
    complete_activity(enrolment=enrolment, page=in_order.first)
    complete_activity(enrolment=enrolment, page=in_order.last)
    make_lesson(in_order.first.get_parent(), "Bài mới").move(in_order.first, pos="left")
    enrolment.refresh_from_db()
    enrolment.completed_at = None  # as if the new lesson had come before the last step
    outline = course_outline(in_order.course, enrolment)
    assert states(outline) == ["current", "done", "locked", "done"]


def test_a_visitor_and_whoever_gave_up_find_nothing_locked_and_no_next_step(cast, in_order):
    visited = course_outline(in_order.course)
    given_up = course_outline(
        in_order.course, withdraw(enrolment=enrol(learner=cast.lan, course=in_order.course))
    )
    for outline in (visited, given_up):
        assert states(outline) == ["open", "open", "open"]
        assert outline.next_activity is None


def test_when_all_that_counts_is_done_the_next_step_is_what_is_left(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    taught.last.unpublish()
    outline = course_outline(taught.course, enrolment)
    assert states(outline) == ["done", "current"]
    complete_activity(enrolment=enrolment, page=taught.practice)
    outline = course_outline(taught.course, enrolment)
    assert states(outline) == ["done", "done"]
    assert outline.next_activity is None


def test_the_next_step_is_one_and_passes_over_what_is_optional(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    complete_activity(enrolment=enrolment, page=taught.first)
    outline = course_outline(taught.course, enrolment)
    assert states(outline) == ["done", "open", "current"]
    assert outline.next_activity is not None
    assert outline.next_activity.pk == taught.last.pk


def test_outlines_of_several_enrolments_tell_each_learners_own_progress(cast, taught):
    lan, hung = (enrol(learner=who, course=taught.course) for who in (cast.lan, cast.hung))
    other = enrol(learner=cast.lan, course=make_course(cast, "Khóa khác", code="K-2"))
    complete_activity(enrolment=lan, page=taught.first)
    outlines = course_outlines([lan, hung, other])
    assert states(outlines[lan.pk]) == ["done", "open", "current"]
    assert states(outlines[hung.pk]) == ["current", "open", "open"]
    assert outlines[other.pk].activities == []
    progress = outlines[lan.pk].activities[0].progress
    assert progress is not None
    assert progress.enrolment_id == lan.pk
    assert outlines[hung.pk].enrolment == hung


def test_what_is_only_opened_is_not_done(cast, taught):
    enrolment = enrol(learner=cast.lan, course=taught.course)
    open_activity(enrolment=enrolment, page=taught.first)
    outline = course_outline(taught.course, enrolment)
    assert states(outline) == ["current", "open", "open"]
    assert [a.progress is not None for a in outline.activities] == [True, False, False]


def test_nothing_is_read_for_no_enrolment(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert course_outlines([]) == {}


def test_drafts_stay_out_of_the_outline_of_learners(cast, taught):
    taught.first.unpublish()
    enrolment = enrol(learner=cast.lan, course=taught.course)
    assert [a.title for a in course_outline(taught.course, enrolment).activities] == [
        "Bài thêm",
        "Bài 2",
    ]
    assert [a.title for a in course_outlines([enrolment])[enrolment.pk].activities] == [
        "Bài thêm",
        "Bài 2",
    ]
