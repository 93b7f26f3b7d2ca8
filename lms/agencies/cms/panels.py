"""On the dashboard of who keeps the registers: who has no post or sign-in, what takes effect."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.ui.components import Component

from lms.accounts.models import User
from lms.agencies.models import Posting, Reorganisation

NAMED = 5
SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class Some:
    """The first few of many."""

    count: int
    first: list[Any]


def some(rows: QuerySet[Any]) -> Some:
    return Some(rows.count(), list(rows[:NAMED]))


def people_without_posting(day: dt.date) -> QuerySet[User]:
    """Return the people who may sign in and have no posting on a day."""
    posted = Posting.objects.valid_on(day).values("learner")
    return User.objects.filter(is_active=True, is_superuser=False).exclude(pk__in=posted)


def people_who_cannot_sign_in_yet() -> QuerySet[User]:
    """Return the people in the register who have never set a password."""
    return User.objects.filter(
        is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def acts_to_come(day: dt.date) -> QuerySet[Reorganisation]:
    return Reorganisation.objects.filter(
        effective_on__gt=day, effective_on__lte=day + SOON
    ).order_by("effective_on")


def failed_tasks() -> QuerySet[DBTaskResult]:
    """Return what was to be done in the background, mails among it, and failed."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")


class RegistersPanel(Component):
    name = "registers"
    template_name = "agencies/cms/registers.html"
    order = 215

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm("agencies.administer_province"):
            return {}
        today = timezone.localdate()
        return {
            "is_shown": True,
            "without_posting": some(people_without_posting(today).order_by("sort_key")),
            "without_sign_in": some(people_who_cannot_sign_in_yet().order_by("sort_key")),
            "acts": some(acts_to_come(today)),
            "failed": failed_tasks().count(),
        }
