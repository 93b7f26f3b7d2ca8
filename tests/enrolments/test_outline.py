import pytest

from lms.enrolments.outline import ActivityState, course_outline, course_outlines
from lms.enrolments.services import complete_activity, enrol
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
