"""Pages that cannot be published as they are: refused in one sentence, whoever asks.

The form of the editor says so, and the page by `publishing_obstacle`. Whoever publishes by hand or
approves is told. Nobody is there when a schedule comes due: the page then stays as it was, and its
history says why.
"""

import logging

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from lms.core.draft_checks import faults_of

REFUSED_ACTION = "core.schedule_refused"
# What the library's command says it does.
SCHEDULED = "wagtail.publish.scheduled"

logger = logging.getLogger(__name__)


class PublishingRefused(Exception):
    """A page cannot be published as it is: `str()` gives the sentence for people."""

    def __init__(self, page: Page, reason: str) -> None:
        self.page = page
        self.reason = reason
        super().__init__(
            _("“%(title)s” cannot be published as it is. %(reason)s")
            % {"title": page.get_admin_display_title(), "reason": reason}
        )


def obstacle_of(draft: Page) -> str:
    """Return why a draft cannot be published as it is; empty if it can. `draft` is used up."""
    reason = draft.publishing_obstacle() if hasattr(draft, "publishing_obstacle") else ""
    return reason or " ".join(str(fault) for fault in faults_of(draft))


def keep_unpublished(page: Page, revision: Revision, reason: str) -> None:
    """Take a revision off the schedule and write into the history of its page why."""
    page.revisions.update(approved_go_live_at=None)
    log(instance=page, action=REFUSED_ACTION, data={"reason": reason}, revision=revision)
    logger.warning("A scheduled page was not published: pk=%s revision=%s", page.pk, revision.pk)
