from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from lms.agencies.cms.act_views import ACT_ACTION, act_label
from lms.agencies.cms.choosers import agency_chooser, person_chooser
from lms.agencies.cms.panels import RegistersPanel
from lms.agencies.cms.viewsets import OrganisationViewSetGroup
from lms.agencies.models import Agency, AgencyRole, Posting, Reorganisation
from lms.cms.registers import KeptPolicy, RegisterPolicy

for model in (Agency, AgencyRole, Posting):
    register_permission_policy(model, KeptPolicy(model))
register_permission_policy(
    Reorganisation, RegisterPolicy(Reorganisation, "agencies.view_reorganisation")
)


@hooks.register("register_admin_viewset")
def register_organisation() -> list[ViewSet | ViewSetGroup]:
    return [OrganisationViewSetGroup(), agency_chooser, person_chooser]


@hooks.register("construct_homepage_panels")
def registers_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(RegistersPanel())


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(ACT_ACTION)
    class ActRecorded(LogFormatter):
        label = gettext_lazy("Act on an agency")

        def format_message(self, log_entry: Any) -> str:
            return _("%(act)s, decision %(decision)s") % {
                "act": act_label(log_entry.data.get("act", "")),
                "decision": log_entry.data.get("decision", ""),
            }
