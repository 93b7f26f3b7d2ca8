from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry

from lms.accounts.bulk_actions import AssignRole, SetActiveState
from lms.accounts.event_report import event_urls, events_item
from lms.accounts.models import User
from lms.accounts.viewsets import KEPT

# After Wagtail's own, whose names they take.
hooks.register("register_bulk_action", AssignRole, order=1)
hooks.register("register_bulk_action", SetActiveState, order=1)
hooks.register("register_reports_menu_item", events_item)
hooks.register("register_admin_urls", event_urls)


@hooks.register("before_bulk_action")
def people_are_kept(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    if action_type == "delete" and User in action.models:
        messages.error(request, KEPT)
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "accounts.password_link", _("Send a password link"), _("Sent a password link")
    )
    actions.register_action(
        "accounts.second_factor_reset",
        _("Reset two-step sign-in"),
        _("Reset the two-step sign-in"),
    )
