"""What the CMS learns from this room: a course is submitted and approved as a whole."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.approval.comments import sent_back_of
from courses.approval.menus import (
    ApproveCourseItem,
    CoursesToApprovePanel,
    SentBackPanel,
    SubmitCourseItem,
)
from courses.approval.plans import may_review
from courses.approval.views import ApproveCourseView, SubmitCourseView
from courses.library import collection_of
from courses.models import CataloguePage, CoursePage
from courses.topics import TopicViewSet


@hooks.register("register_admin_urls")
def approval_urls() -> list[URLPattern]:
    return [
        path("courses/<int:page_id>/submit/", SubmitCourseView.as_view(), name="course_submit"),
        path("courses/<int:page_id>/approve/", ApproveCourseView.as_view(), name="course_approve"),
    ]


@hooks.register("after_create_page")
def library_of_a_new_catalogue(request: HttpRequest, page: Page) -> None:
    if page.specific_class is CataloguePage:
        collection_of(page)


@hooks.register("register_admin_viewset")
def topics() -> ViewSet:
    return TopicViewSet()


@hooks.register("register_page_action_menu_item")
def submit_course_item() -> ActionMenuItem:
    return SubmitCourseItem(order=70)


@hooks.register("register_page_action_menu_item")
def approve_course_item() -> ActionMenuItem:
    return ApproveCourseItem(order=15)


@hooks.register("register_page_header_buttons")
def course_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is not CoursePage:
        return
    if page.permissions_for_user(user).can_edit() and page.has_workflow:
        yield Button(
            _("Submit the course for approval"),
            reverse("course_submit", args=[page.pk]),
            icon_name="resubmit",
            priority=71,
        )
    if may_review(page, user):
        yield Button(
            _("Approve the course"),
            reverse("course_approve", args=[page.pk]),
            icon_name="success",
            priority=72,
        )


@hooks.register("construct_homepage_panels")
def courses_to_approve(request: HttpRequest, panels: list[Any]) -> None:
    panels += [SentBackPanel(), CoursesToApprovePanel()]


@hooks.register("before_edit_page")
def show_what_was_said(request: HttpRequest, page: Page) -> None:
    """Show whoever opens a page that was sent back what the approver said of it.

    On a course, of all its pages.
    """
    if request.method != "GET":
        return
    said = defaultdict(list)
    for item in sent_back_of(page):
        said[item.comment, item.by].append(item.page.get_admin_display_title())
    for (comment, by), titles in said.items():
        text = _("Sent back by %(name)s: “%(comment)s” (%(titles)s)")
        messages.warning(
            request, text % {"name": by, "comment": comment or "–", "titles": ", ".join(titles)}
        )
