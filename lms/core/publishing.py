"""Pages that cannot be published as they are: refused in one sentence, whoever asks.

A page says so by `publishing_obstacle`. Whoever publishes by hand or approves is told. Nobody is
there when a schedule comes due: the page then stays as it was, and its history says why.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log
from wagtail.models import Page, Revision

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


def keep_unpublished(page: Page, revision: Revision, reason: str) -> None:
    """Take a revision off the schedule and write into the history of its page why."""
    page.revisions.update(approved_go_live_at=None)
    log(instance=page, action=REFUSED_ACTION, data={"reason": reason}, revision=revision)
    logger.warning("A scheduled page was not published: pk=%s revision=%s", page.pk, revision.pk)


class PublishingRefusedMiddleware:
    """Shows the sentence of a refusal above the page one came from; nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishingRefused):
            return None
        messages.error(request, str(exception))
        back: str = get_valid_next_url_from_request(request) or reverse(
            "wagtailadmin_pages:edit", args=[exception.page.pk]
        )
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The dialogue in which an approver comments goes where this answer says.
            answer: dict[str, Any] = {"step": "success", "redirect": back}
            return JsonResponse(answer)
        return redirect(back)
