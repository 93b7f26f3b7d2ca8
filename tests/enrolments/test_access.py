"""The one gate of lessons and quizzes: who may open what, and in which words a refusal is said."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import Page

from courses.models import LessonPage
from lms.enrolments.access import (
    AccessDecision,
    AccessReason,
    current_enrolment,
    may_edit,
    may_open,
    open_enrolment,
)
from lms.enrolments.services import complete_activity, enrol, withdraw
from lms.home.rights import give_pages
from tests.courses.makers import make_course, make_lesson
from tests.enrolments.conftest import later


@pytest.fixture
def enrolment(cast, taught):
    return enrol(learner=cast.lan, course=taught.course)


def fresh(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


def complete(enrolment, *pages, now=None):
    for page in pages:
        enrolment = complete_activity(enrolment=enrolment, page=page, now=now)
    return enrolment


def test_a_learner_of_the_course_is_let_in_without_a_word(cast, taught, enrolment):
    access = may_open(cast.lan, taught.first)
    assert (access.reason, access.allowed, access.message) == (AccessReason.ENROLLED, True, "")
    assert access.enrolment == enrolment
    assert access.course == taught.course
    assert access.activity is not None
    assert access.activity.pk == taught.first.pk


def test_a_visitor_is_asked_to_sign_in_and_an_outsider_to_enrol(cast, taught, enrolment):
    visitor, outsider = may_open(AnonymousUser(), taught.first), may_open(cast.hung, taught.first)
    assert (visitor.reason, visitor.allowed) == (AccessReason.SIGN_IN, False)
    assert (outsider.reason, outsider.allowed) == (AccessReason.NOT_ENROLLED, False)
    assert "đăng nhập" in visitor.message
    assert "ghi danh" in outsider.message
    assert visitor.enrolment is None
    assert outsider.enrolment is None


def test_a_locked_activity_says_what_opens_it(cast, in_order, enrolment):
    enrolment.course.refresh_from_db()
    access = may_open(cast.lan, in_order.last)
    assert (access.reason, access.allowed) == (AccessReason.LOCKED, False)
    assert "“Bài 1”" in access.message


@pytest.mark.parametrize("unpublished", ["first", "course"])
def test_what_is_unpublished_is_shut_for_learners_outsiders_and_visitors(
    cast, taught, enrolment, unpublished
):
    Page.objects.filter(pk=getattr(taught, unpublished).pk).update(live=False)
    for user in (cast.lan, cast.hung, cast.minh, AnonymousUser()):
        access = may_open(user, fresh(taught.first))
        assert (access.reason, access.allowed) == (AccessReason.UNAVAILABLE, False)
        assert access.course == taught.course
        assert "hiện chưa mở" in access.message


@pytest.mark.parametrize("unpublished", ["first", "course"])
def test_those_who_write_or_approve_see_what_is_unpublished(cast, taught, unpublished):
    Page.objects.filter(pk=getattr(taught, unpublished).pk).update(live=False)
    for user in (cast.trainer, cast.approver, cast.admin):
        access = may_open(user, fresh(taught.first))
        assert (access.reason, access.allowed, access.message) == (AccessReason.EDITOR, True, "")
        assert access.enrolment is None
        assert access.outline is not None
        assert [a.title for a in access.outline.activities] == ["Bài 1", "Bài thêm", "Bài 2"]
        assert access.activity is not None
        assert access.activity.pk == taught.first.pk


def test_a_trainer_who_takes_the_course_may_open_its_drafts_too(cast, taught):
    enrolment = enrol(learner=cast.trainer, course=taught.course)
    Page.objects.filter(pk=taught.first.pk).update(live=False)
    access = may_open(cast.trainer, fresh(taught.first))
    assert (access.reason, access.message) == (AccessReason.ENROLLED, "")
    assert (access.enrolment, access.activity) == (enrolment, None)


def test_who_is_let_in_is_told_nothing_even_outside_of_the_outline(taught):
    assert AccessDecision(AccessReason.ENROLLED, taught.course).message == ""
    assert AccessDecision(AccessReason.EDITOR, taught.course).message == ""


def test_a_course_taken_again_is_opened_with_the_new_enrolment(cast, taught, enrolment):
    done = complete(enrolment, taught.first, taught.last)
    assert may_open(cast.lan, taught.first).enrolment == done
    again = enrol(learner=cast.lan, course=taught.course)
    assert may_open(cast.lan, taught.first).enrolment == again


def test_the_enrolment_in_one_course_is_none_in_another(cast, taught, enrolment):
    other = make_course(cast, "Khóa khác", code="K-2")
    assert may_open(cast.lan, make_lesson(other)).reason == AccessReason.NOT_ENROLLED
    assert current_enrolment(cast.lan, other) is None
    assert open_enrolment(cast.lan, other) is None
    assert current_enrolment(cast.lan, taught.course) == enrolment
    assert open_enrolment(cast.lan, taught.course) == enrolment
    assert open_enrolment(cast.hung, taught.course) is None


def test_a_visitor_has_no_enrolment(taught, enrolment):
    assert current_enrolment(AnonymousUser(), taught.course) is None


def test_the_last_completed_enrolment_is_reviewed_and_is_not_open(cast, taught, enrolment):
    complete(enrolment, taught.first, taught.last, now=later(days=1))
    second = enrol(learner=cast.lan, course=taught.course)
    second = complete(second, taught.first, taught.last, now=later(days=400))
    assert current_enrolment(cast.lan, taught.course) == second
    assert open_enrolment(cast.lan, taught.course) is None


def test_what_was_given_up_opens_nothing(cast, taught, enrolment):
    withdraw(enrolment=enrolment)
    assert may_open(cast.lan, taught.first).reason == AccessReason.NOT_ENROLLED
    assert current_enrolment(cast.lan, taught.course) is None


def test_learners_managers_and_visitors_edit_nothing(cast, taught):
    for user in (cast.lan, cast.minh, AnonymousUser()):
        assert may_edit(user, taught.first) is False
    for user in (cast.trainer, cast.approver, cast.admin):
        assert may_edit(user, taught.first) is True


def test_rights_to_pages_make_no_editor_of_who_may_not_enter_the_cms(cast, taught):
    group = Group.objects.create(name="Ngoài CMS")
    give_pages(group, cast.site.catalogue, ("add_page", "change_page", "publish_page"))
    cast.lan.groups.add(group)
    assert may_edit(cast.lan, taught.first) is False


def test_who_publishes_but_does_not_write_may_look_at_drafts(cast, taught):
    group = Group.objects.create(name="Chỉ xuất bản")
    group.permissions.set(cast.site.trainers.permissions.all())
    give_pages(group, cast.site.catalogue, ("publish_page",))
    cast.hung.groups.add(group)
    assert may_edit(cast.hung, taught.first) is True
