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

from lms.accounts.models import User
from lms.agencies.access import visible_agency_ids
from lms.agencies.models import Agency
from lms.web.throttle import asks_too_often, too_often

logger = structlog.get_logger(__name__)


def signed_in_user(request: HttpRequest) -> User:
    return cast(User, request.user)


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the agency of its address, if the visitor may see it today; else 404."""

    @login_required
    @never_cache
    @wraps(view)
    def gated(request: HttpRequest, code: str, **rest: Any) -> HttpResponse:
        # Asked once a request: the way back up needs the same answer.
        ids = visible_agency_ids(signed_in_user(request), timezone.localdate())
        request.visible_agency_ids = ids  # type: ignore[attr-defined]
        visible = Agency.objects.all() if ids is None else Agency.objects.filter(pk__in=ids)
        return view(request, agency=get_object_or_404(visible, code=code), **rest)

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


def may_open(request: HttpRequest, agency_id: int) -> bool:
    """Return whether the visitor of a gated view may see another agency, too."""
    ids: set[int] | None = request.visible_agency_ids  # type: ignore[attr-defined]
    return ids is None or agency_id in ids


def log_access(request: HttpRequest, agency: Agency, what: str, **details: Any) -> None:
    """Record who looked at whose figures: codes and identifiers, never names."""
    logger.info(
        "agency_records_read",
        what=what,
        agency=agency.code,
        user_id=signed_in_user(request).pk,
        **details,
    )
