"""What approvers said of drafts they sent back, for whoever goes on writing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, WorkflowState

from courses.models import CoursePage
from lms.accounts.models import User


@dataclass(frozen=True)
class SentBack:
    page: Page
    comment: str
    by: User | None
    at: dt.datetime | None


def sent_back_of(page: Page) -> list[SentBack]:
    """Return what was sent back of a page, or in the order of the tree of all those of a course."""
    pages = [page]
    if page.specific_class is CoursePage:
        pages = list(Page.objects.filter(path__startswith=page.path).order_by("path"))
    return _read(_sent_back().filter(object_id__in=[str(each.pk) for each in pages]), pages)


def sent_back_to(user: User) -> list[SentBack]:
    """Return what a person submitted and got back, in the order of the tree."""
    states = list(_sent_back().filter(requested_by=user))
    pages = Page.objects.filter(pk__in=[state.object_id for state in states]).order_by("path")
    return _read(states, pages)


def _sent_back() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_NEEDS_CHANGES,
    ).select_related("current_task_state__finished_by")


def _read(states: Iterable[WorkflowState], pages: Iterable[Page]) -> list[SentBack]:
    steps = {int(state.object_id): state.current_task_state for state in states}
    return [
        SentBack(page, step.comment, step.finished_by, step.finished_at)
        for page in pages
        if (step := steps.get(page.pk)) is not None
    ]
