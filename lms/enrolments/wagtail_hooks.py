"""Where the CMS and the records of learners meet."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.models import LessonPage
from lms.enrolments.access import AccessReason, may_open
from lms.enrolments.cms.panels import MyCoursesPanel
from lms.enrolments.cms.unused import DeleteUnusedView, may_delete_whole
from lms.enrolments.protection import ask_knowing_who_learns, learners_below, refuse_deletion


@hooks.register("before_serve_page")
def open_lesson(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Let learners of the course in; show everybody else why not."""
    if not isinstance(page, LessonPage):
        return None
    access = may_open(request.user, page)
    if access.reason == AccessReason.UNAVAILABLE:
        raise Http404
    if not access.allowed:
        context = {
            "page": page,
            "access": access,
            "course_url": access.course.get_url(request),
            "breadcrumbs": page.breadcrumbs(request),
        }
        return render(request, "enrolments/lesson_closed.html", context, status=403)
    # For the page's own tags, which would ask all of it again.
    request.activity_access = access  # type: ignore[attr-defined]
    return None


@hooks.register("before_unpublish_page")
def say_who_learns(request: HttpRequest, page: Page) -> HttpResponse | None:
    return ask_knowing_who_learns(request, [page])


@hooks.register("before_bulk_action")
def say_who_learns_of_each(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "unpublish":
        return None
    return ask_knowing_who_learns(request, [each for each in objects if isinstance(each, Page)])


@hooks.register("register_admin_urls")
def deleting_urls() -> list[URLPattern]:
    return [
        path("courses/<int:pk>/delete-unused/", DeleteUnusedView.as_view(), name="delete_unused")
    ]


@hooks.register("register_page_header_buttons")
def delete_whole_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.pk and may_delete_whole(page, user) and not learners_below(page):
        address = reverse("delete_unused", args=[page.pk])
        yield Button(_("Delete as a whole"), address, icon_name="bin", priority=95)


@hooks.register("construct_homepage_panels")
def my_courses(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(MyCoursesPanel())


@hooks.register("before_delete_page")
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def keep_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    return refuse_deletion(request, [each for each in objects if isinstance(each, Page)])
