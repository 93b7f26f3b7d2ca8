"""What the CMS learns from this room: screens, permissions, words of the audit log."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from lms.cms.registers import KeptPolicy, RegisterPolicy
from lms.competencies.evidence_viewset import ADMINISTER
from lms.competencies.models import (
    Competency,
    Evidence,
    Framework,
    ProficiencyLevel,
    RequiredLevel,
)
from lms.competencies.viewsets import CompetenciesGroup

# Before the viewsets, which would register policies by which rows can be deleted.
register_permission_policy(Evidence, RegisterPolicy(Evidence, ADMINISTER))
for model in (Framework, Competency, ProficiencyLevel, RequiredLevel):
    register_permission_policy(model, KeptPolicy(model))


@hooks.register("register_admin_viewset")
def competencies_group() -> ViewSetGroup:
    return CompetenciesGroup()


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("competencies.record_evidence")
    class Recorded(LogFormatter):
        label = gettext_lazy("Record evidence")
        message = gettext_lazy("Evidence recorded by hand")

    @actions.register_action("competencies.revoke_evidence")
    class Revoked(LogFormatter):
        label = gettext_lazy("Revoke evidence")

        def format_message(self, log_entry: object) -> str:
            data = getattr(log_entry, "data", {})
            return _("Evidence revoked: %(reason)s") % {"reason": data.get("reason", "")}
