"""What the CMS learns from this room: courses come and go as ZIP files."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from courses.models import CoursePage
from courses.own_catalogues import InCatalogueItem, may_add_courses
from lms.course_files.making import MADE
from lms.course_files.uploads import UPLOADED
from lms.course_files.views import EXPORTED, ExportCourseView, UploadCourseView, UploadStateView


@hooks.register("register_admin_urls")
def course_file_urls() -> list[URLPattern]:
    return [
        path("courses/upload/", UploadCourseView.as_view(), name="course_upload"),
        path(
            "courses/upload/<uuid:upload_id>/",
            UploadStateView.as_view(),
            name="course_upload_state",
        ),
        path("courses/<int:page_id>/export/", ExportCourseView.as_view(), name="course_export"),
    ]


@hooks.register("register_log_actions")
def course_file_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        UPLOADED, gettext_lazy("Upload a course"), gettext_lazy("A course was uploaded as a ZIP")
    )
    actions.register_action(
        MADE, gettext_lazy("Make drafts"), gettext_lazy("Drafts were made from a ZIP")
    )
    actions.register_action(
        EXPORTED, gettext_lazy("Download a course"), gettext_lazy("Downloaded as a ZIP")
    )


@hooks.register("register_admin_menu_item")
def upload_course_item() -> MenuItem:
    return InCatalogueItem(
        gettext_lazy("Course from a ZIP"), reverse("course_upload"), icon_name="upload", order=206
    )


@hooks.register("register_page_header_buttons")
def course_file_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if may_add_courses(user, page):
        address = f"{reverse('course_upload')}?catalogue={page.pk}"
        yield Button(_("Course from a ZIP"), address, icon_name="upload", priority=75)
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_edit():
        address = reverse("course_export", args=[page.pk])
        yield Button(_("Course as a ZIP"), address, icon_name="download", priority=75)
