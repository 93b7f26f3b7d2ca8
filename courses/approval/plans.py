"""What of a course would be submitted, what is left out and why, and what waits for whom."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from courses.models import ActivityPage, CoursePage, ModulePage
from lms.accounts.models import User
from lms.core.draft_checks import Fault, faults_of
from lms.core.models import BasePage

# The share by which the minutes of a course may differ from those of its activities.
TOLERATED = 0.25


@dataclass(frozen=True)
class LeftOut:
    page: Page
    reason: str


@dataclass(frozen=True)
class SubmissionPlan:
    """`pages` would be submitted, parents before children.

    `faults` stop that, as they do in the editor of a page; `warnings` do not.
    """

    pages: list[BasePage]
    left_out: list[LeftOut]
    faults: list[Fault]
    warnings: list[str]


@dataclass(frozen=True)
class Waiting:
    """A page that waits for somebody's approval; `page` is the draft that would be published."""

    page: BasePage
    task_state: TaskState

    @property
    def seen(self) -> str:
        """Say which draft this is: another one has another text."""
        return f"{self.task_state.pk}.{self.page.latest_revision_id}"


def courses_open_to(user: User) -> QuerySet[CoursePage]:
    """Return the courses in the parts of the tree where a person may edit or publish."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return CoursePage.objects.filter(pk__in=pages.values("pk"))


def may_review(course: Page, user: User) -> bool:
    """Return whether a person approves in a step of the workflow of a course."""
    workflow = course.get_workflow()
    tasks = workflow.tasks.specific() if workflow else []
    return any(task.get_actions(course, user) for task in tasks)


def submission_plan(course: CoursePage, user: User) -> SubmissionPlan:
    pages = _pages_of(course)
    running = _running_workflows(pages)
    chosen, left_out = [], []
    for page in pages:
        if reason := _why_left_out(page, user, waits=str(page.pk) in running):
            left_out.append(LeftOut(page, reason))
        else:
            chosen.append(page)
    latest = {page: page.get_latest_revision_as_object() for page in pages}
    drafts = [latest[page] for page in chosen]
    doubts = [doubt for draft in drafts for doubt in draft.doubts()]
    warnings = [*gaps_of(pages), *length_doubts(latest.values()), *doubts]
    return SubmissionPlan(chosen, left_out, faults_of_drafts(drafts), warnings)


def gaps_of(pages: Iterable[Page]) -> list[str]:
    """Return what the course of these pages lacks as a whole, one sentence each."""
    pages = list(pages)
    activities = [page for page in pages if isinstance(page, ActivityPage)]
    if not activities:
        return [_("The course has no activities: nobody could complete it.")]
    return [
        _("The module “%(title)s” has no activities.") % {"title": page.get_admin_display_title()}
        for page in pages
        if isinstance(page, ModulePage) and not any(a.is_descendant_of(page) for a in activities)
    ]


def length_doubts(drafts: Collection[Page]) -> list[str]:
    """Return a sentence if the minutes of a course are far from those of its activities."""
    said = next((d.minutes for d in drafts if isinstance(d, CoursePage)), 0)
    total = sum(d.minutes for d in drafts if isinstance(d, ActivityPage))
    if not said or not total or abs(said - total) <= total * TOLERATED:
        return []
    return [
        _("The course says %(said)d minutes, its activities take %(total)d together.")
        % {"said": said, "total": total}
    ]


def faults_of_drafts(drafts: Iterable[BasePage]) -> list[Fault]:
    """Return why these drafts cannot be published as they are. They are used up."""
    found: list[Fault] = []
    for draft in drafts:
        obstacle = draft.publishing_obstacle()
        faults = faults_of(draft)
        found += faults or ([Fault(draft, "", obstacle)] if obstacle else [])
    return found


def waiting_for(course: CoursePage, user: User) -> list[Waiting]:
    """Return the pages of a course that a person may approve now, parents before children."""
    states = _states_to_review(user)
    pages = Page.objects.filter(pk__in=states, path__startswith=course.path).order_by("path")
    return [
        Waiting(page.get_latest_revision_as_object(), states[page.pk])
        for page in pages.specific()
        if isinstance(page, BasePage) and _may_approve(states[page.pk], page, user)
    ]


def courses_waiting_for(user: User) -> list[tuple[CoursePage, int]]:
    """Return the courses with pages that a person may approve, and how many pages each has."""
    paths = Page.objects.filter(pk__in=_states_to_review(user)).values_list("path", flat=True)
    counts = Counter(paths)
    if not counts:
        return []
    found = []
    for course in courses_open_to(user).order_by("path"):
        waiting = sum(n for path, n in counts.items() if path.startswith(course.path))
        if waiting:
            found.append((course, waiting))
    return found


def _states_to_review(user: User) -> dict[int, TaskState]:
    """Return the steps that wait for a person, by the page they are about."""
    states = (
        TaskState.objects.reviewable_by(user)
        .filter(workflow_state__base_content_type=ContentType.objects.get_for_model(Page))
        .select_related("workflow_state", "task", "revision__user")
    )
    return {int(state.workflow_state.object_id): state for state in states}


def _may_approve(state: TaskState, page: Page, user: User) -> bool:
    return any(action[0] == "approve" for action in state.task.specific.get_actions(page, user))


def _pages_of(course: CoursePage) -> list[BasePage]:
    pages = Page.objects.filter(path__startswith=course.path).order_by("path").specific()
    return [page for page in pages if isinstance(page, BasePage)]


def _running_workflows(pages: Iterable[Page]) -> set[str]:
    """Return the ids of the pages that wait in a workflow; those sent back do not wait."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return set(states.values_list("object_id", flat=True))


def _why_left_out(page: BasePage, user: User, *, waits: bool) -> str:
    if waits:
        return _("It is waiting for approval already.")
    if page.live and not page.has_unpublished_changes:
        return _("Nothing has changed since it was published.")
    latest = page.latest_revision
    if latest is not None and latest.approved_go_live_at is not None:
        return _("It is approved and will be published on its date.")
    allowed = page.permissions_for_user(user)
    if not allowed.can_edit():
        return _("You may not edit it.")
    if allowed.page_locked():
        return _("It is locked.")
    return "" if page.get_workflow() else _("No workflow applies to it.")
