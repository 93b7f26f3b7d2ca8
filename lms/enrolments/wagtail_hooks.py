"""Where the CMS and the records of learners meet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail import hooks
from wagtail.models import Page

from courses.models import LessonPage
from lms.enrolments.access import AccessReason, may_open
from lms.enrolments.protection import refuse_deletion


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
