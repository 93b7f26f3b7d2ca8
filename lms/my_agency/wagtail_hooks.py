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
from lms.enrolments.reassigning import CHANGE_ACTION, WITHDRAW_ACTION


class OfPeople(LogFormatter):
    """What was done for how many people of which agency."""

    def format_message(self, log_entry: Any) -> str:
        count = len(log_entry.data.get("people", []))
        return self.sentence(count) % {"count": count, "agency": log_entry.data.get("agency", "")}

    def sentence(self, count: int) -> str:
        raise NotImplementedError


@hooks.register("register_log_actions")
def register_assignments(actions: Any) -> None:
    @actions.register_action(ASSIGN_ACTION)
    class AssignCourse(OfPeople):
        label = _("Assign to people")

        def sentence(self, count: int) -> str:
            return ngettext(
                "Assigned to %(count)d person of %(agency)s",
                "Assigned to %(count)d people of %(agency)s",
                count,
            )

    @actions.register_action(CHANGE_ACTION)
    class ChangeAssignment(OfPeople):
        label = _("Change the due date")

        def sentence(self, count: int) -> str:
            return ngettext(
                "Due date changed for %(count)d person, assigned for %(agency)s",
                "Due date changed for %(count)d people, assigned for %(agency)s",
                count,
            )

    @actions.register_action(WITHDRAW_ACTION)
    class WithdrawAssignment(OfPeople):
        label = _("Take an assignment away")

        def sentence(self, count: int) -> str:
            return ngettext(
                "Taken away from %(count)d person, assigned for %(agency)s",
                "Taken away from %(count)d people, assigned for %(agency)s",
                count,
            )


class AgencyReportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("agencies.administer_province")


@hooks.register("register_reports_menu_item")
def agency_reports() -> MenuItem:
    return AgencyReportsItem(
        _("Agencies and competencies"), reverse("agency_home"), icon_name="group", order=50
    )
