"""Who may open the manager's pages: asked once, answered with 404 to everybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.accounts.events import record_export
from lms.accounts.models import User
from lms.agencies.access import visible_agencies
from lms.agencies.models import Agency
from lms.web.throttle import asks_too_often, too_often

logger = structlog.get_logger(__name__)


def signed_in_user(request: HttpRequest) -> User:
    return cast(User, request.user)


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the agency of its address and all that is visible; 404 where it is not.

    The view takes `agency` and `visible`.
    """

    @login_required
    @never_cache
    @wraps(view)
    def gated(request: HttpRequest, code: str, **rest: Any) -> HttpResponse:
        visible = visible_agencies(signed_in_user(request), timezone.localdate())
        agency = get_object_or_404(visible.agencies(), code=code)
        return view(request, agency=agency, visible=visible, **rest)

    return gated


def not_too_often(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep one manager, or one script, from taking the machine away from everybody else."""

    @wraps(view)
    def counted(request: HttpRequest, **rest: Any) -> HttpResponse:
        who = f"reports:{signed_in_user(request).pk}"
        if asks_too_often(who, settings.LMS_REPORTS_PER_MINUTE):
            return too_often(
                request,
                _(
                    "You have asked for many reports and lists in the last minute. "
                    "Wait a minute, then load this page again."
                ),
            )
        return view(request, **rest)

    return counted


def log_access(request: HttpRequest, agency: Agency, what: str, **details: Any) -> None:
    """Record who looked at whose figures: codes and identifiers, never names."""
    logger.info(
        "agency_records_read",
        what=what,
        agency=agency.code,
        user_id=signed_in_user(request).pk,
        **details,
    )
    if details.get("format", "html") != "html":
        record_export(signed_in_user(request).pk, f"{what} {agency.code}", details["format"])
