"""A course is begun from its outline: drafts of all its pages, and the bank they draw from."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from assessments.models import Question, QuestionBank, QuizPage
from assessments.new_course.outline import OutlineRefused, read_outline
from assessments.words import QuizPurpose
from courses.approval.services import CourseIncomplete, submit_course
from courses.models import CataloguePage, CoursePage, LessonPage
from tests.assessments.makers import make_bank, make_question
from tests.courses.makers import make_course

OUTLINE = "Học phần một\n- Bài một\nHọc phần hai\n – Bài hai\n"


def form(cast, **fields: object) -> dict[str, object]:
    values = {
        "title": "An toàn thông tin",
        "code": "ATTT-01",
        "catalogue": cast.site.catalogue.pk,
        "outline": OUTLINE,
        "bank": "",
        "practice": "on",
        "final": "on",
    }
    return {**values, **fields}


@pytest.fixture
def course(cast, signed_in) -> CoursePage:
    answer = signed_in(cast.trainer).post(reverse("course_new"), form(cast))
    course = CoursePage.objects.get(code="ATTT-01")
    assert answer.url == reverse("wagtailadmin_explore", args=[course.pk])
    return course


def test_the_drafts_stand_in_the_order_of_the_outline(cast, course) -> None:
    pages = list(course.get_descendants().order_by("path"))
    assert [page.title for page in pages] == [
        "Học phần một", "Bài một", "Luyện tập: Học phần một",
        "Học phần hai", "Bài hai", "Luyện tập: Học phần hai",
        "Bài kiểm tra cuối khóa",
    ]  # fmt: skip
    assert [page.live for page in (course, *pages)] == [False] * 8
    assert course.slug == "an-toan-thong-tin"
    assert all(page.owner == cast.trainer and page.latest_revision for page in pages)
    made = PageLogEntry.objects.filter(action="wagtail.create", user=cast.trainer)
    assert made.count() == 8


def test_the_course_brings_its_bank_and_the_quizzes_draw_from_it(course) -> None:
    bank = QuestionBank.objects.get(code="attt-01")
    assert bank.name == "An toàn thông tin"
    quizzes = list(QuizPage.objects.descendant_of(course).order_by("path"))
    assert [quiz.purpose for quiz in quizzes] == [
        QuizPurpose.PRACTICE, QuizPurpose.PRACTICE, QuizPurpose.FINAL
    ]  # fmt: skip
    assert [quiz.attempts_allowed for quiz in quizzes] == [None, None, 3]
    assert [quiz.wait_hours for quiz in quizzes] == [0, 0, 24]
    assert [quiz.required for quiz in quizzes] == [False, False, True]
    for quiz in quizzes:
        (item,) = quiz.get_latest_revision_as_object().items.all()
        assert item.bank == bank


def test_written_to_the_end_it_can_be_submitted(cast, course) -> None:
    with pytest.raises(CourseIncomplete):
        submit_course(course=course, by=cast.trainer)
    bank = QuestionBank.objects.get(code="attt-01")
    for number in range(6):
        make_question(bank, text=f"Câu {number}?")
    for lesson in LessonPage.objects.descendant_of(course):
        lesson.body = [{"type": "text", "value": "<p>Nội dung.</p>"}]
        lesson.save_revision()
    draft = course.get_latest_revision_as_object()
    draft.summary = "Tóm tắt"
    draft.save_revision()
    assert len(submit_course(course=course, by=cast.trainer)) == 8
    assert Question.objects.filter(bank=bank).count() == 6


def test_an_existing_bank_can_be_used_instead(cast, signed_in) -> None:
    bank = make_bank(cast.site.catalogue)
    signed_in(cast.trainer).post(reverse("course_new"), form(cast, bank=bank.pk, practice=""))
    (quiz,) = QuizPage.objects.all()
    assert quiz.items.get().bank == bank
    assert QuestionBank.objects.count() == 1


def test_two_banks_of_one_code_are_told_apart(cast, signed_in) -> None:
    make_bank(cast.site.catalogue, "attt-01")
    signed_in(cast.trainer).post(reverse("course_new"), form(cast))
    assert QuestionBank.objects.filter(code="attt-01-2").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "cds-01"},
        {"outline": " \n - \n"},
        {"outline": "x" * 256},
        {"outline": "- a\n" * 101},
        {"title": ""},
        {"catalogue": "999999"},
    ],
)
def test_a_mistake_is_explained_and_nothing_is_made(cast, signed_in, fields) -> None:
    make_course(cast)
    answer = signed_in(cast.trainer).post(reverse("course_new"), form(cast, **fields))
    assert answer.context["form"].errors
    assert CoursePage.objects.count() == 1
    assert not QuestionBank.objects.exists()


def test_nobody_begins_a_course_in_the_catalogue_of_others(cast, signed_in) -> None:
    other = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    answer = signed_in(cast.trainer).post(reverse("course_new"), form(cast, catalogue=other.pk))
    assert answer.context["form"].errors
    bank = make_bank(other, "cua-so-b")
    answer = signed_in(cast.trainer).post(reverse("course_new"), form(cast, bank=bank.pk))
    assert answer.context["form"].errors
    assert not CoursePage.objects.exists()
    for outsider in (cast.lan, cast.minh):
        assert signed_in(outsider).get(reverse("course_new")).status_code == 302


def test_the_catalogue_and_the_menu_lead_there(cast, signed_in) -> None:
    explore = reverse("wagtailadmin_explore", args=[cast.site.catalogue.pk])
    shown = signed_in(cast.trainer).get(explore).content.decode()
    assert f"{reverse('course_new')}?catalogue={cast.site.catalogue.pk}" in shown


def test_lessons_before_the_first_module_stand_directly_below_the_course() -> None:
    first, second = read_outline("- Mở đầu\nMột\n* Bài\n")
    assert (first.title, first.lessons) == ("", ["Mở đầu"])
    assert (second.title, second.lessons) == ("Một", ["Bài"])
    with pytest.raises(OutlineRefused) as refused:
        read_outline("Một\n" + "x" * 300)
    assert refused.value.line == 2
