"""What the CMS knows of the manager's side: an entry of its history, a link in its menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from lms.enrolments.assigning import ASSIGN_ACTION


@hooks.register("register_log_actions")
def register_assignments(actions: Any) -> None:
    @actions.register_action(ASSIGN_ACTION)
    class AssignCourse(LogFormatter):
        label = _("Assign to people")

        def format_message(self, log_entry: Any) -> str:
            count = len(log_entry.data.get("people", []))
            return ngettext(
                "Assigned to %(count)d person of %(agency)s",
                "Assigned to %(count)d people of %(agency)s",
                count,
            ) % {"count": count, "agency": log_entry.data.get("agency", "")}


class AgencyReportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("agencies.administer_province")


@hooks.register("register_reports_menu_item")
def agency_reports() -> MenuItem:
    return AgencyReportsItem(
        _("Agencies and competencies"), reverse("agency_home"), icon_name="group", order=50
    )
