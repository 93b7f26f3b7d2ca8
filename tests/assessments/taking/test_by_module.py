"""After an attempt: how each module went, what to read again, and only the wrong answers."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.attempts.saving import save_answers
from assessments.marking.gradings import submit_attempt
from assessments.models import QuizPage
from assessments.papers.drawing import Line
from assessments.taking.by_module import Asked, module_of
from assessments.taking.starting import start_attempt
from assessments.words import FeedbackRelease, QuizPurpose
from courses.models import ModulePage
from tests.assessments.makers import RIGHT, WRONG, draw, make_draw_quiz, make_question, make_quiz
from tests.assessments.taking.pages import url
from tests.courses.makers import make_lesson, make_module


@pytest.fixture
def taught(quizzed):
    """Two modules with a lesson and a practice each; the final asks three questions of each."""
    modules = []
    for tag in ("m1", "m2"):
        for number in range(3):
            make_question(quizzed.bank, text=f"Câu {tag} {number}?", tags=(tag,))
        module = make_module(quizzed.course, f"Phần {tag}")
        make_lesson(module, f"Bài {tag}")
        make_draw_quiz(
            module,
            draw(quizzed.bank, 2, tag),
            title=f"Luyện {tag}",
            slug=f"luyen-{tag}",
            purpose=QuizPurpose.PRACTICE,
            required=False,
        )
        modules.append(module)
    quizzed.modules = modules
    return quizzed


def final_of(taught, **rules) -> QuizPage:
    lines = [draw(taught.bank, 3, "m1"), draw(taught.bank, 3, "m2", order=1)]
    values = {"title": "Cuối khóa", "slug": "cuoi", "purpose": QuizPurpose.FINAL, "pass_mark": 90}
    return make_draw_quiz(taught.course, *lines, **{**values, **rules})


def handed_in(taught, quiz: QuizPage, right: set[int]):
    """Hand in an attempt in which the answers of some slots are right."""
    attempt = start_attempt(learner=taught.cast.lan, quiz=quiz, enrolment=taught.enrolment)
    slots = range(1, len(attempt.paper["slots"]) + 1)
    given = {n: (RIGHT if n in right else WRONG)["single_choice"] for n in slots}
    save_answers(attempt=attempt, answers=given, sequence=0)
    submit_attempt(attempt=attempt)
    return attempt


def told(lan, attempt):
    context = lan.get(url("attempt_result", attempt)).context
    return [(m.title, m.right, m.total, [a.title for a in m.reading]) for m in context["modules"]]


def test_each_module_says_how_it_went_and_what_to_read_again(taught, lan) -> None:
    attempt = handed_in(taught, final_of(taught), right={1, 2, 3, 4})
    assert told(lan, attempt) == [("Phần m1", 3, 3, []), ("Phần m2", 1, 3, ["Bài m2"])]
    text = lan.get(url("attempt_result", attempt)).content.decode()
    lesson = taught.modules[1].get_children().first()
    assert f'href="{lesson.url}"' in text
    assert f'href="{taught.modules[0].get_children().first().url}"' not in text
    assert ">Luyện m2</a>" in text


@pytest.mark.parametrize(
    ("release", "is_told"),
    [
        (FeedbackRelease.AFTER_PASS_OR_LAST, True),
        (FeedbackRelease.AFTER_CLOSE, True),
        (FeedbackRelease.NEVER, False),
    ],
)
def test_before_the_answers_are_shown_a_quiz_tells_no_more_than_its_rule(
    taught, lan, release, is_told
) -> None:
    rules = {
        "feedback_release": release,
        "attempts_allowed": 3,
        "closes_at": timezone.now() + dt.timedelta(days=1),
    }
    attempt = handed_in(taught, final_of(taught, **rules), right={1})
    context = lan.get(url("attempt_result", attempt)).context
    assert bool(context["modules"]) is is_told
    assert context["responses"] == []
    assert context["answers"] is None
    # What may be read again is said in any case.
    if not is_told:
        assert [a.title for a in context["lessons"]] == ["Bài m1", "Bài m2"]
    asked = lan.get(f"{url('attempt_result', attempt)}?answers=wrong").content.decode()
    assert "Câu m1" not in asked
    assert "GIẢI-THÍCH" not in asked


def test_before_they_are_shown_no_figure_points_at_a_single_answer(taught, lan) -> None:
    lines = [draw(taught.bank, 3, "m1"), draw(taught.bank, 1, "m2", order=1)]
    rules = {"feedback_release": FeedbackRelease.AFTER_PASS_OR_LAST, "attempts_allowed": 3}
    quiz = make_draw_quiz(taught.course, *lines, slug="kin", purpose=QuizPurpose.FINAL, **rules)
    assert told(lan, handed_in(taught, quiz, right={1})) == []
    taught.modules[0].refresh_from_db()
    shown = {"feedback_release": FeedbackRelease.AFTER_SUBMISSION}
    lines = [draw(taught.bank, 3, "m1"), draw(taught.bank, 1, "m2", order=1)]
    quiz = make_draw_quiz(taught.course, *lines, slug="mo", pass_mark=90, **shown)
    assert [row[:3] for row in told(lan, handed_in(taught, quiz, right={1}))] == [
        ("Phần m1", 1, 3),
        ("Phần m2", 0, 1),
    ]


def test_few_questions_of_several_modules_stand_together(taught, lan) -> None:
    other = make_module(taught.course, "Phần m3")
    make_question(taught.bank, tags=("m3",))
    make_draw_quiz(other, draw(taught.bank, 1, "m3"), slug="luyen-m3", title="Luyện m3")
    lines = [
        draw(taught.bank, 3, "m1"),
        draw(taught.bank, 2, "m2", order=1),
        draw(taught.bank, 1, "m3", order=2),
    ]
    rules = {"feedback_release": FeedbackRelease.AFTER_PASS_OR_LAST, "attempts_allowed": 3}
    quiz = make_draw_quiz(taught.course, *lines, slug="kin", purpose=QuizPurpose.FINAL, **rules)
    assert told(lan, handed_in(taught, quiz, right={1, 4})) == [
        ("Phần m1", 1, 3, ["Bài m1"]),
        ("", 1, 3, []),
    ]


def test_failing_begins_with_the_wrong_answers_and_all_are_one_click_away(taught, lan) -> None:
    attempt = handed_in(taught, final_of(taught), right={1, 2, 3, 4})
    address = url("attempt_result", attempt)
    assert [r.number for r in lan.get(address).context["responses"]] == [5, 6]
    everything = lan.get(f"{address}?answers=all")
    assert [r.number for r in everything.context["responses"]] == [1, 2, 3, 4, 5, 6]
    text = everything.content.decode()
    assert "?answers=wrong#answers-title" in text
    assert "Chỉ những câu sai" in text


def test_passing_begins_with_all_and_without_mistakes_nothing_is_sorted_out(taught, lan) -> None:
    attempt = handed_in(taught, final_of(taught, pass_mark=50), right={1, 2, 3, 4})
    context = lan.get(url("attempt_result", attempt)).context
    assert len(context["responses"]) == 6
    assert context["answers"].tabs[0].count == 2
    perfect = handed_in(taught, final_of(taught, slug="khac"), right={1, 2, 3, 4, 5, 6})
    page = lan.get(f"{url('attempt_result', perfect)}?answers=wrong")
    assert (len(page.context["responses"]), page.context["answers"].tabs) == (6, [])


def test_a_practice_inside_a_module_is_about_that_module(taught, lan) -> None:
    practice = QuizPage.objects.get(slug="luyen-m2")
    assert told(lan, handed_in(taught, practice, right={1})) == [("Phần m2", 1, 2, ["Bài m2"])]


def test_without_modules_failing_leads_to_all_lessons(quizzed, lan) -> None:
    lesson = make_lesson(quizzed.course, "Bài duy nhất")
    make_lesson(quizzed.course, "Nháp", live=False)
    question = make_question(quizzed.bank)
    quiz = make_quiz(quizzed.course, [question], purpose=QuizPurpose.FINAL, pass_mark=70)
    attempt = handed_in(quizzed, quiz, right=set())
    context = lan.get(url("attempt_result", attempt)).context
    assert context["modules"] == []
    assert [a.pk for a in context["lessons"]] == [lesson.pk]


def test_what_is_locked_is_not_offered_for_reading(taught, lan) -> None:
    attempt = handed_in(taught, final_of(taught), right=set())
    taught.course.activity_order = "sequential"
    taught.course.save()
    reading = {title: lessons for title, _r, _t, lessons in told(lan, attempt)}
    # The quiz of the fixture, required, stands before both modules and is not passed.
    assert reading == {"Phần m1": [], "Phần m2": []}


ONE = Asked(question_id=1, bank_id=7, tag_ids=frozenset({3, 4}), is_right=True)
OTHER = Asked(question_id=2, bank_id=8, tag_ids=frozenset(), is_right=True)


@pytest.mark.parametrize(
    ("lines", "paper", "place"),
    [
        ([[Line(1, None)], [Line(2, None)]], [ONE], 0),
        ([[Line(2, None)], [Line(None, 7, frozenset({3}))]], [ONE], 1),
        ([[Line(None, 8, frozenset({3}))], []], [ONE], -1),
        ([[Line(None, 7, frozenset({3, 5}))], []], [ONE], -1),
        # Two modules ask it: it belongs to neither.
        ([[Line(1, None)], [Line(None, 7, frozenset({4}))]], [ONE], -1),
        # A bank without tags stands for a module only where the paper draws from several.
        ([[Line(None, 7)], []], [ONE], -1),
        ([[Line(None, 7)], [Line(None, 8)]], [ONE, OTHER], 0),
        ([[Line(None, 7)], [Line(None, 7)]], [ONE, OTHER], -1),
        ([], [ONE], -1),
    ],
)
def test_a_question_belongs_to_the_one_module_whose_quizzes_ask_it(lines, paper, place) -> None:
    assert module_of(ONE, lines, paper) == place


def test_modules_that_are_not_published_are_not_named(taught, lan) -> None:
    quiz = final_of(taught)
    ModulePage.objects.get(pk=taught.modules[1].pk).unpublish()
    titles = [row[0] for row in told(lan, handed_in(taught, quiz, right={1}))]
    assert titles == ["Phần m1", ""]
