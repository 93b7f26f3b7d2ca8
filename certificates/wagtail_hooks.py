"""What the CMS learns from this room: screens, permissions, words of the audit log."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from certificates.cms_acts import DoubtsPanel
from certificates.models import Certificate, CertificateDesign
from certificates.panels import DamagedFilesPanel
from certificates.replaced import FileDamage
from certificates.viewsets import CertificatesGroup
from lms.cms.registers import KeptPolicy, RegisterPolicy

# Before the viewsets, which would register policies by which rows can be deleted.
register_permission_policy(
    Certificate, RegisterPolicy(Certificate, "certificates.view_certificate")
)
register_permission_policy(CertificateDesign, KeptPolicy(CertificateDesign))
register_snippet(CertificatesGroup)


@hooks.register("construct_homepage_panels")
def what_needs_somebody(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("certificates.view_certificate"):
        panels.append(DamagedFilesPanel())
    panels.append(DoubtsPanel())


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("certificates.draw_again")
    class DrawnAgain(LogFormatter):
        label = gettext_lazy("Draw the file of a certificate again")

        def format_message(self, log_entry: object) -> str:
            damage = getattr(log_entry, "data", {}).get("damage", "")
            why = dict(FileDamage.choices).get(damage, "")
            return _("File drawn again: %(reason)s") % {"reason": why}

    @actions.register_action("certificates.revoke")
    class Revoked(LogFormatter):
        label = gettext_lazy("Revoke a certificate")

        def format_message(self, log_entry: object) -> str:
            data = getattr(log_entry, "data", {})
            return _("Certificate revoked: %(reason)s") % {"reason": data.get("reason", "")}

    @actions.register_action("certificates.reissue")
    class Reissued(LogFormatter):
        label = gettext_lazy("Issue a certificate anew")

        def format_message(self, log_entry: object) -> str:
            data = getattr(log_entry, "data", {})
            return _("Issued anew as %(number)s: %(reason)s") % {
                "number": data.get("number", ""),
                "reason": data.get("reason", ""),
            }

    @actions.register_action("certificates.keep")
    class Kept(LogFormatter):
        label = gettext_lazy("Keep a certificate on a changed result")

        def format_message(self, log_entry: object) -> str:
            data = getattr(log_entry, "data", {})
            return _("Certificate kept: %(reason)s") % {"reason": data.get("reason", "")}
