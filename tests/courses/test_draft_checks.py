"""What the editor refuses is refused of every draft, at the submission and at the approval."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from assessments.models import QuizItem
from assessments.quizzes.rules import FIRST_RULES
from assessments.words import QuizPurpose
from courses.approval.plans import submission_plan, waiting_for
from courses.approval.services import CourseIncomplete, approve_course, seen_of, submit_course
from courses.models import CourseLegalBasis, CourseOutcome, CoursePage, LessonPage
from lms.core.draft_checks import faults_of
from lms.core.publishing import PublishingRefused
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.courses.makers import (
    make_competency,
    make_course,
    make_design,
    make_lesson,
    make_module,
)

VIDEO = {"type": "video", "value": {"video": None, "caption": "", "transcript": ""}}
TABLE = {"type": "table", "value": {"row_headings": True, "table": None}}


@pytest.fixture
def course(cast) -> CoursePage:
    """A course of drafts that could be published as they are."""
    course = make_course(cast, live=False)
    module = make_module(course, live=False)
    make_lesson(module, live=False)
    question = make_question(make_bank(cast.site.catalogue))
    make_quiz(course, [question], live=False, **FIRST_RULES[QuizPurpose.FINAL])
    for page in pages_of(course):
        page.save_revision(user=cast.trainer)
    return CoursePage.objects.get(pk=course.pk)


def pages_of(course: CoursePage) -> list[Any]:
    return list(Page.objects.filter(path__startswith=course.path).order_by("path").specific())


def code_in_use(course: CoursePage) -> str:
    CoursePage.objects.filter(pk=course.pk).update(code="CDS-09")
    other = course.copy(update_attrs={"slug": "ban-sao", "title": "Bản sao"}, keep_live=False)
    CoursePage.objects.filter(pk=course.pk).update(code="CDS-01")
    CoursePage.objects.filter(pk=other.pk).update(code="cds-01")
    return "Mã khóa học"


def empty_video(course: CoursePage) -> str:
    set_body(course, [VIDEO])
    return "Nội dung › Video (1) › Video"


def empty_table(course: CoursePage) -> str:
    set_body(course, [{"type": "text", "value": "<p>Một</p>"}, TABLE])
    return "Nội dung › Bảng (2) › Bảng"


def empty_lesson(course: CoursePage) -> str:
    set_body(course, [])
    return "Nội dung"


def no_questions(course: CoursePage) -> str:
    quiz = pages_of(course)[3].get_latest_revision_as_object()
    quiz.items.clear()
    quiz.save_revision()
    return "Mục của bài kiểm tra"


def no_summary(course: CoursePage) -> str:
    draft = course.get_latest_revision_as_object()
    draft.summary = ""
    draft.save_revision(clean=False)
    return "Tóm tắt"


def design_without_minutes(course: CoursePage) -> str:
    draft = course.get_latest_revision_as_object()
    draft.certificate_validity_months = 12
    draft.save_revision()
    return "Mẫu giấy xác nhận"


def law_before_it_was_issued(course: CoursePage) -> str:
    draft: Any = course.get_latest_revision_as_object()
    draft.legal_bases = [
        CourseLegalBasis(
            number="1",
            title="Luật",
            issued_on=dt.date(2025, 2, 1),
            effective_on=dt.date(2025, 1, 1),
        )
    ]
    draft.save_revision()
    return "Căn cứ pháp lý của khóa học 1 › Có hiệu lực từ ngày"


def level_of_another_framework(course: CoursePage) -> str:
    other = make_competency("SO-1", "TT02")
    draft: Any = course.get_latest_revision_as_object()
    level = other.framework.levels.first()
    draft.outcomes = [CourseOutcome(text="Một", competency=make_competency(), level=level)]
    draft.save_revision()
    return "Kết quả đầu ra của khóa học 1 › Bậc năng lực"


def question_and_bank(course: CoursePage) -> str:
    quiz = pages_of(course)[3].get_latest_revision_as_object()
    (item,) = quiz.items.all()
    quiz.items = [QuizItem(question=item.question, bank=item.question.bank)]
    quiz.save_revision()
    return "Mục của bài kiểm tra 1"


def set_body(course: CoursePage, body: list[Any]) -> None:
    lesson = pages_of(course)[2].get_latest_revision_as_object()
    lesson.body = body
    lesson.save_revision()


FAULTS = [
    code_in_use, empty_video, empty_table, empty_lesson, no_questions, no_summary,
    design_without_minutes, law_before_it_was_issued, level_of_another_framework,
    question_and_bank,
]  # fmt: skip
EACH_FAULT = pytest.mark.parametrize("spoil", FAULTS)


def test_what_is_whole_has_no_faults(cast, course) -> None:
    assert submission_plan(course, cast.trainer).faults == []
    assert len(submit_course(course=course, by=cast.trainer)) == 4
    waiting = waiting_for(course, cast.approver)
    assert len(approve_course(course=course, by=cast.approver, seen=seen_of(waiting))) == 4


@EACH_FAULT
def test_a_fault_stops_the_submission_and_is_named_with_page_and_field(
    cast, course, signed_in, spoil
) -> None:
    field = spoil(course)
    client = signed_in(cast.trainer)
    address = reverse("course_submit", args=[course.pk])
    answer = client.post(address)
    (fault,) = submission_plan(course, cast.trainer).faults
    assert fault.field == field
    shown = answer.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[fault.page.pk]) in shown
    assert fault.message
    with pytest.raises(CourseIncomplete):
        submit_course(course=course, by=cast.trainer)
    assert all(page.current_workflow_state is None for page in pages_of(course))


@EACH_FAULT
def test_a_fault_that_came_after_the_submission_stops_the_approval(
    cast, course, signed_in, spoil
) -> None:
    submit_course(course=course, by=cast.trainer)
    field = spoil(course)
    waiting = seen_of(waiting_for(course, cast.approver))
    with pytest.raises(CourseIncomplete) as refused:
        approve_course(course=course, by=cast.approver, seen=waiting)
    assert [fault.field for fault in refused.value.faults] == [field]
    address = reverse("course_approve", args=[course.pk])
    answer = signed_in(cast.approver).post(address, {"approve": "1", "seen": waiting})
    assert field in answer.content.decode()
    assert not any(page.live for page in pages_of(course))


@EACH_FAULT
def test_a_fault_stops_the_approval_of_a_single_page_and_the_schedule(cast, course, spoil) -> None:
    submit_course(course=course, by=cast.trainer)
    spoil(course)
    page = next(page for page in pages_of(course) if faults(page))
    state = page.current_workflow_task_state.specific
    with pytest.raises(PublishingRefused):
        state.task.specific.on_action(state, cast.approver, "approve")
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(hours=1)
    revision.save()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live


def faults(page: Any) -> bool:
    draft = page.get_latest_revision_as_object()
    return bool(draft.publishing_obstacle()) or bool(faults_of(draft))


def test_a_copy_is_a_draft_whoever_makes_it(cast, signed_in) -> None:
    course = make_course(cast)
    client = signed_in(cast.approver)
    address = reverse("wagtailadmin_pages:copy", args=[course.pk])
    form = client.get(address).context["form"]
    assert not {"publish_copies", "alias"} & set(form.fields)
    values = {"new_title": "Bản sao", "new_slug": "ban-sao", "copy_subpages": "on"}
    client.post(
        address,
        {**values, "new_parent_page": cast.site.catalogue.pk, "publish_copies": "on"},
    )
    assert not CoursePage.objects.get(slug="ban-sao").live


def test_the_minutes_of_a_lesson_are_derived_from_its_words(cast, signed_in) -> None:
    course = make_course(cast)
    body = {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": ""}
    text = '{"blocks":[{"key":"a","text":"' + "từ " * 400 + '","type":"unstyled"}],"entityMap":{}}'
    signed_in(cast.trainer).post(
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk]),
        {"title": "Dài", "slug": "dai", "minutes": "", "body-0-value": text, **body},
    )
    assert LessonPage.objects.get(slug="dai").minutes == 3


def test_what_a_document_prints_is_asked_at_the_submission_not_of_a_draft(cast, course) -> None:
    draft = course.get_latest_revision_as_object()
    draft.certificate_design = make_design()
    draft.save_revision()
    course = CoursePage.objects.get(pk=course.pk)
    assert "Số phút" in [f.field for f in submission_plan(course, cast.trainer).faults]
    form_class = course.get_edit_handler().get_form_class()
    values = {"minutes": "0", "certificate_design": str(draft.certificate_design_id)}
    form = form_class(values, instance=draft, parent_page=course.get_parent())
    form.defer_required_fields()
    assert "minutes" not in form.errors
    asked = form_class(values, instance=draft, parent_page=course.get_parent())
    assert "minutes" in asked.errors


def test_a_course_whose_minutes_do_not_add_up_is_doubted(cast, course) -> None:
    draft = course.get_latest_revision_as_object()
    for minutes, doubted in ((20, False), (500, True), (0, False)):
        draft.minutes = minutes
        draft.save_revision()
        fresh = CoursePage.objects.get(pk=course.pk)
        assert bool(submission_plan(fresh, cast.trainer).warnings) is doubted, minutes
