"""Where the CMS leads to approving a course as a whole: editor, header, dashboard."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

from courses.approval.comments import sent_back_to
from courses.approval.plans import courses_waiting_for, may_review, waiting_for
from courses.models import CoursePage


class SubmitCourseItem(ActionMenuItem):
    name = "action-submit-course"
    label = _("Submit the course for approval")
    icon_name = "resubmit"

    def is_shown(self, context: Mapping[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, CoursePage) and page.has_workflow

    def get_url(self, context: Mapping[str, Any]) -> str:
        return reverse("course_submit", args=[context["page"].pk])


class ApproveCourseItem(ActionMenuItem):
    name = "action-approve-course"
    label = _("Approve the course")
    icon_name = "success"

    def is_shown(self, context: Mapping[str, Any]) -> bool:
        page, user = context.get("page"), context["request"].user
        if context["view"] != "edit" or not isinstance(page, CoursePage):
            return False
        return may_review(page, user) and bool(waiting_for(page, user))

    def get_url(self, context: Mapping[str, Any]) -> str:
        return reverse("course_approve", args=[context["page"].pk])


class CoursesToApprovePanel(Component):
    """Courses with pages that wait for this person, above the single pages."""

    name = "courses_to_approve"
    template_name = "courses/cms/courses_to_approve.html"
    order = 205

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"courses": courses_waiting_for(parent_context["request"].user)}


class SentBackPanel(Component):
    """Drafts that came back, each with the comment of whoever sent it."""

    name = "sent_back"
    template_name = "courses/cms/sent_back.html"
    order = 90

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"sent_back": sent_back_to(parent_context["request"].user)}
