from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from lms.cms.own_pages import only_own_pages
from lms.core.publishing import REFUSED_ACTION

hooks.register("construct_page_chooser_queryset", only_own_pages)


@hooks.register("insert_global_admin_js")
def scripts_of_the_cms() -> SafeString:
    """What the editor lacks: saving that does not cross itself, names, levels by framework."""
    scripts = ((static(f"js/{name}.js"),) for name in ("cms_saving", "cms_labels", "cms_levels"))
    return format_html_join("\n", '<script type="module" src="{}"></script>', scripts)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REFUSED_ACTION)
    class ScheduleRefused(LogFormatter):
        label = gettext_lazy("Scheduled publishing refused")

        def format_message(self, log_entry: Any) -> str:
            reason = log_entry.data.get("reason", "")
            return _("Not published on schedule: %(reason)s") % {"reason": reason}
