"""What the CMS learns from this room: the list of mails, who may see it, words of the audit log."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from lms.cms.registers import RegisterPolicy
from lms.notifications.models import Delivery
from lms.notifications.panels import MailsToDecidePanel
from lms.notifications.viewsets import DECIDE, DeliveryViewSet

# Before the viewset, which would register a policy by which rows can be deleted.
register_permission_policy(Delivery, RegisterPolicy(Delivery, "notifications.view_delivery"))


@hooks.register("register_admin_viewset")
def mails() -> ModelViewSet:
    return DeliveryViewSet()


@hooks.register("construct_homepage_panels")
def mails_to_decide(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(DECIDE):
        panels.append(MailsToDecidePanel())


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "notifications.send_again", _("Send a mail again"), _("Had the mail sent again")
    )
    actions.register_action(
        "notifications.consider_sent", _("Consider a mail sent"), _("Considered the mail sent")
    )
