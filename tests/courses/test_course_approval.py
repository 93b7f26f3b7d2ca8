"""A course is submitted, approved and sent back as a whole, through every page's own workflow."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from assessments.words import QuestionStatus
from courses.approval.plans import courses_waiting_for, submission_plan, waiting_for
from courses.approval.services import (
    CourseChanged,
    CourseIncomplete,
    approve_course,
    seen_of,
    send_course_back,
    submit_course,
)
from courses.models import CataloguePage, CoursePage
from lms.home.rights import TRAINER_PAGE_PERMISSIONS, TRAINER_PERMISSIONS, give_group, give_pages
from tests.assessments.makers import make_bank, make_question, make_quiz
from tests.cast import make_user
from tests.courses.makers import make_course, make_lesson, make_module
from tests.locks import taken_first
from tests.notifications.mails import delivered


@pytest.fixture
def course(cast) -> CoursePage:
    """A course of five drafts: a module with two lessons, and a quiz."""
    course = make_course(cast, "Chuyển đổi số", live=False)
    module = make_module(course, "Học phần một", live=False)
    make_lesson(module, "Bài một", live=False)
    make_lesson(module, "Bài hai", live=False)
    make_quiz(course, [make_question(make_bank(cast.site.catalogue))], live=False)
    for page in pages_of(course):
        page.save_revision(user=cast.trainer)
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def submitted(cast, course) -> CoursePage:
    submit_course(course=course, by=cast.trainer)
    delivered().clear()
    return course


def pages_of(course: CoursePage) -> list[Any]:
    return list(Page.objects.filter(path__startswith=course.path).order_by("path").specific())


def live(course: CoursePage) -> list[bool]:
    return [page.live for page in pages_of(course)]


def states(course: CoursePage) -> list[str]:
    rows = WorkflowState.objects.filter(object_id__in=[str(p.pk) for p in pages_of(course)])
    return [state.status for state in rows.order_by("pk")]


def address(what: str, course: Page) -> str:
    return reverse(f"course_{what}", args=[course.pk])


def seen(course: CoursePage, user: Any) -> str:
    return seen_of(waiting_for(course, user))


def test_a_course_is_submitted_with_all_its_pages_and_one_mail_goes_out(
    cast, course, signed_in, django_capture_on_commit_callbacks
) -> None:
    client = signed_in(cast.trainer)
    shown = client.get(address("submit", course)).content.decode()
    assert "Bài một" in shown
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("submit", course))
    assert answer.url == reverse("wagtailadmin_explore", args=[course.pk])
    assert states(course) == ["in_progress"] * 5
    (sent,) = delivered()
    assert sent.to == [cast.approver.email]
    assert "Bài hai" in sent.body
    assert address("approve", course) in sent.body


def test_submitting_twice_submits_once(cast, course) -> None:
    assert len(submit_course(course=course, by=cast.trainer)) == 5
    assert submit_course(course=course, by=cast.trainer) == []
    assert len(states(course)) == 5


def test_what_is_left_out_is_named_with_the_reason(cast, course, signed_in) -> None:
    module, first, *_others = pages_of(course)[1:]
    first.latest_revision.publish()
    module.get_workflow().start(module, cast.trainer)
    locked = pages_of(course)[3]
    locked.locked, locked.locked_by = True, cast.admin
    locked.save()
    plan = submission_plan(course, cast.trainer)
    assert len(plan.pages) == 2
    assert {item.page.pk for item in plan.left_out} == {module.pk, first.pk, locked.pk}
    shown = signed_in(cast.trainer).get(address("submit", course)).content.decode()
    for item in plan.left_out:
        assert item.reason in shown


def test_a_course_that_cannot_be_completed_is_warned_about(cast, signed_in) -> None:
    empty = make_course(cast, "Khóa rỗng", live=False)
    empty.save_revision()
    client = signed_in(cast.trainer)
    assert "chưa có hoạt động" in client.get(address("submit", empty)).content.decode()
    make_lesson(empty, "Bài lẻ")
    make_module(empty, "Học phần rỗng")
    shown = client.get(address("submit", empty)).content.decode()
    assert "Học phần “Học phần rỗng” chưa có hoạt động" in shown


def test_a_quiz_that_cannot_be_drawn_is_refused_at_the_submission_and_at_the_approval(
    cast, course, signed_in
) -> None:
    question = pages_of(course)[4].items.get().question
    question.status = QuestionStatus.RETIRED
    question.save()
    trainer, approver = signed_in(cast.trainer), signed_in(cast.approver)
    assert "chỉ có 0 câu" in trainer.get(address("submit", course)).content.decode()
    with pytest.raises(CourseIncomplete):
        submit_course(course=course, by=cast.trainer)
    question.status = QuestionStatus.READY
    question.save()
    submit_course(course=course, by=cast.trainer)
    question.status = QuestionStatus.RETIRED
    question.save()
    with pytest.raises(CourseIncomplete):
        approve_course(course=course, by=cast.approver, seen=seen(course, cast.approver))
    form = {"approve": "1", "seen": seen(course, cast.approver)}
    answer = approver.post(address("approve", course), form)
    assert "chỉ có 0 câu" in answer.content.decode()
    assert live(course) == [False] * 5
    assert states(course) == ["in_progress"] * 5


def test_the_approver_approves_the_whole_course_parents_first(
    cast, submitted, signed_in, django_capture_on_commit_callbacks
) -> None:
    client = signed_in(cast.approver)
    shown = client.get(address("approve", submitted)).content.decode()
    for page in pages_of(submitted):
        task = page.current_workflow_task_state.task_id
        assert reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, task]) in shown
    form = {"approve": "1", "comment": "Tốt", "seen": seen(submitted, cast.approver)}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("approve", submitted), form)
    assert live(submitted) == [True] * 5
    assert states(submitted) == ["approved"] * 5
    published = PageLogEntry.objects.filter(action="wagtail.publish").order_by("pk")
    order = list(published.values_list("page_id", flat=True))
    assert order == [page.pk for page in pages_of(submitted)]
    approved = PageLogEntry.objects.filter(action="wagtail.workflow.approve", user=cast.approver)
    assert approved.count() == 5
    (sent,) = delivered()
    assert sent.to == [cast.trainer.email]
    assert "Tốt" in sent.body


def test_approving_twice_approves_once(cast, submitted, signed_in) -> None:
    form = {"approve": "1", "seen": seen(submitted, cast.approver)}
    client = signed_in(cast.approver)
    client.post(address("approve", submitted), form)
    again = client.post(address("approve", submitted), form, follow=True)
    assert again.status_code == 200
    assert PageLogEntry.objects.filter(action="wagtail.publish").count() == 5


def test_what_changed_since_it_was_looked_at_is_not_approved_unseen(
    cast, submitted, signed_in
) -> None:
    looked_at = seen(submitted, cast.approver)
    lesson = pages_of(submitted)[2]
    lesson.title = "Bài một, sửa lại"
    lesson.save_revision(user=cast.admin)
    with pytest.raises(CourseChanged):
        approve_course(course=submitted, by=cast.approver, seen=looked_at)
    answer = signed_in(cast.approver).post(
        address("approve", submitted), {"approve": "1", "seen": looked_at}
    )
    assert "sửa lại" in answer.content.decode()
    assert live(submitted) == [False] * 5


def test_a_course_is_sent_back_with_one_comment_and_submitted_again(
    cast, submitted, signed_in, django_capture_on_commit_callbacks
) -> None:
    client = signed_in(cast.approver)
    form = {"send-back": "1", "seen": seen(submitted, cast.approver)}
    client.post(address("approve", submitted), form)
    assert states(submitted) == ["in_progress"] * 5, "a comment is needed"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("approve", submitted), {**form, "comment": "Bổ sung ví dụ"})
    assert states(submitted) == ["needs_changes"] * 5
    (sent,) = delivered()
    assert sent.to == [cast.trainer.email]
    assert "Bổ sung ví dụ" in sent.body
    assert len(submit_course(course=submitted, by=cast.trainer)) == 5
    assert states(submitted) == ["in_progress"] * 5


def test_a_trainer_does_not_approve(cast, submitted, signed_in) -> None:
    client = signed_in(cast.trainer)
    form = {"approve": "1", "seen": seen(submitted, cast.approver)}
    for answer in (
        client.get(address("approve", submitted)),
        client.post(address("approve", submitted), form),
    ):
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
    assert approve_course(course=submitted, by=cast.trainer, seen="") == []
    assert send_course_back(course=submitted, by=cast.trainer, seen="", comment="x") == []
    assert live(submitted) == [False] * 5


@pytest.mark.parametrize("what", ["submit", "approve"])
def test_outside_ones_own_part_of_the_tree_the_course_does_not_exist(
    cast, submitted, signed_in, what
) -> None:
    other = cast.site.home.add_child(instance=CataloguePage(title="Sở B", slug="so-b"))
    group = give_group("Trainers B", TRAINER_PERMISSIONS)
    give_pages(group, other, TRAINER_PAGE_PERMISSIONS)
    stranger = make_user("trainer-b", "Bùi Thị Mai")
    stranger.groups.add(group)
    client = signed_in(stranger)
    assert client.get(address(what, submitted)).status_code == 404
    assert client.post(address(what, submitted), {"approve": "1"}).status_code == 404
    assert client.get(address(what, pages_of(submitted)[2])).status_code == 404
    assert signed_in(cast.lan).get(address(what, submitted)).status_code == 302
    assert states(submitted) == ["in_progress"] * 5


def test_the_dashboard_names_the_courses_that_wait(cast, submitted, signed_in) -> None:
    assert courses_waiting_for(cast.approver) == [(submitted, 5)]
    shown = signed_in(cast.approver).get(reverse("wagtailadmin_home")).content.decode()
    assert address("approve", submitted) in shown
    mine = signed_in(cast.trainer).get(reverse("wagtailadmin_home")).content.decode()
    assert address("approve", submitted) not in mine


def test_the_editor_of_a_course_leads_there(cast, submitted, signed_in) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    for user, what in ((cast.trainer, "submit"), (cast.approver, "approve")):
        assert address(what, submitted) in signed_in(user).get(edit).content.decode()
    assert address("approve", submitted) not in signed_in(cast.trainer).get(edit).content.decode()
    lesson = reverse("wagtailadmin_pages:edit", args=[pages_of(submitted)[2].pk])
    assert "course_submit" not in signed_in(cast.trainer).get(lesson).content.decode()


def test_a_single_page_is_still_mailed_about_by_itself(
    cast, course, django_capture_on_commit_callbacks
) -> None:
    lesson = pages_of(course)[2]
    with django_capture_on_commit_callbacks(execute=True):
        lesson.get_workflow().start(lesson, cast.trainer)
    (sent,) = delivered()
    assert sent.to == [cast.approver.email]
    assert "Bài một" in sent.body


def test_the_dashboard_asks_as_often_for_many_courses_as_for_one(
    cast, submitted, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        courses_waiting_for(cast.approver)
    other = make_course(cast, "Khóa khác", code="CDS-02", slug="khoa-khac", live=False)
    other.save_revision()
    submit_course(course=other, by=cast.trainer)
    with django_assert_max_num_queries(12):
        assert len(courses_waiting_for(cast.approver)) == 2


def test_acts_on_one_course_come_one_after_the_other(cast, course) -> None:
    def act(what: str) -> set[int]:
        acts = {
            "submit": lambda: submit_course(course=course, by=cast.trainer),
            "send back": lambda: send_course_back(
                course=course, by=cast.approver, seen=seen(course, cast.approver), comment="Sửa"
            ),
            "approve": lambda: approve_course(course=course, by=cast.approver, seen=looked_at),
        }
        return taken_first(acts[what], Page)

    assert act("submit") == {course.pk}
    looked_at = seen(course, cast.approver)
    assert act("approve") == {course.pk}


def test_approving_again_what_was_seen_before_changes_nothing(cast, submitted) -> None:
    looked_at = seen(submitted, cast.approver)
    first = approve_course(course=submitted, by=cast.approver, seen=looked_at)
    assert [page.pk for page in first] == [page.pk for page in pages_of(submitted)]
    assert approve_course(course=submitted, by=cast.approver, seen=looked_at) == []


@pytest.mark.parametrize("act", [approve_course, send_course_back])
def test_what_the_approver_says_stands_with_every_page(cast, submitted, act) -> None:
    act(course=submitted, by=cast.approver, seen=seen(submitted, cast.approver), comment="Rõ ràng")
    said = TaskState.objects.values_list("comment", "finished_by")
    assert list(said) == [("Rõ ràng", cast.approver.pk)] * 5


def test_a_page_never_saved_as_a_draft_is_kept_as_one_by_who_submits_it(cast) -> None:
    course = make_course(cast, "Mới", code="M-1", live=False)
    lesson = make_lesson(course, "Bài mới", live=False)
    draft = lesson.save_revision(user=cast.admin)
    assert course.latest_revision is None
    submit_course(course=course, by=cast.trainer)
    kept = Revision.objects.filter(object_id__in=[str(course.pk), str(lesson.pk)])
    users = kept.values_list("object_id", "user")
    assert set(users) == {(str(course.pk), cast.trainer.pk), (str(lesson.pk), cast.admin.pk)}
    assert kept.get(object_id=str(lesson.pk)) == draft
    assert states(course) == ["in_progress"] * 2


def test_the_history_of_each_page_shows_every_act_on_the_course(cast, submitted, signed_in) -> None:
    form = {"send-back": "1", "comment": "Bổ sung", "seen": seen(submitted, cast.approver)}
    approver, trainer = signed_in(cast.approver), signed_in(cast.trainer)
    approver.post(address("approve", submitted), form)
    trainer.post(address("submit", submitted))
    form = {"approve": "1", "comment": "Đạt", "seen": seen(submitted, cast.approver)}
    approver.post(address("approve", submitted), form)
    for page in pages_of(submitted):
        history = reverse("wagtailadmin_pages:history", args=[page.pk])
        shown = approver.get(history).context["object_list"]
        acts = [entry.action for entry in shown]
        for act in ("workflow.resume", "workflow.reject", "workflow.approve", "publish"):
            assert acts.count(f"wagtail.{act}") == 1, (page, act)


def test_the_comment_stands_where_the_trainer_works(cast, submitted, signed_in) -> None:
    form = {"send-back": "1", "comment": "Bổ sung ví dụ", "seen": seen(submitted, cast.approver)}
    signed_in(cast.approver).post(address("approve", submitted), form)
    trainer = signed_in(cast.trainer)
    lesson = pages_of(submitted)[2]
    for place in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[submitted.pk]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
    ):
        assert "Bổ sung ví dụ" in trainer.get(place).content.decode(), place
    other = signed_in(cast.admin).get(reverse("wagtailadmin_home")).content.decode()
    assert "Bổ sung ví dụ" not in other
    submit_course(course=submitted, by=cast.trainer)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "Bổ sung ví dụ" not in trainer.get(edit).content.decode()
