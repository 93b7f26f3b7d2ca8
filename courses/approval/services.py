"""Acts on a course as a whole: on each of its pages through the library's own workflow.

Each page keeps its own workflow state and its own line in the audit log; either all pages are
handled or none. Doing it again changes nothing more.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.approval.mails import one_mail_about
from courses.approval.plans import Waiting, faults_of_drafts, submission_plan, waiting_for
from courses.models import CoursePage
from lms.accounts.models import User
from lms.core.draft_checks import Fault
from lms.core.models import BasePage


class CourseChanged(Exception):
    """What waits for approval is no longer what was looked at; nothing was changed."""

    def __str__(self) -> str:
        return _(
            "Something of this course has changed since you opened this page. Nothing was done: "
            "look it through once more."
        )


class CourseIncomplete(Exception):
    """Some drafts have `faults` that the editor would refuse; nothing was changed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(_("Nothing was done: some pages cannot be published as they are."))


@transaction.atomic
def submit_course(*, course: CoursePage, by: User) -> list[BasePage]:
    """Submit what of a course is not published and waits for nobody; return those pages.

    Raises CourseIncomplete.
    """
    _lock(course)
    plan = submission_plan(course, by)
    if plan.faults:
        raise CourseIncomplete(plan.faults)
    pages = plan.pages
    with one_mail_about(course, by=by, titles=_titles(pages)):
        for page in pages:
            _submit(page, by)
    return pages


@transaction.atomic
def approve_course(*, course: CoursePage, by: User, seen: str, comment: str = "") -> list[BasePage]:
    """Approve what of a course waits for a person, parents before children; return those pages.

    `seen` is what `seen_of` said of the pages when they were looked at. Raises CourseChanged and
    CourseIncomplete.
    """
    return _act("approve", course, by, seen, comment)


@transaction.atomic
def send_course_back(*, course: CoursePage, by: User, seen: str, comment: str) -> list[BasePage]:
    """Ask for changes to what of a course waits for a person, with one comment for all pages.

    Returns those pages. Raises CourseChanged.
    """
    return _act("reject", course, by, seen, comment)


def seen_of(waiting: Sequence[Waiting]) -> str:
    """Return a text that tells these drafts from any others."""
    return ",".join(each.seen for each in waiting)


def _act(action: str, course: CoursePage, by: User, seen: str, comment: str) -> list[BasePage]:
    _lock(course)
    waiting = waiting_for(course, by)
    if waiting and seen != seen_of(waiting):
        raise CourseChanged
    pages = [each.page for each in waiting]
    # The validation uses drafts up: it gets its own.
    drafts = [page.get_latest_revision_as_object() for page in pages]
    if action == "approve" and (faults := faults_of_drafts(drafts)):
        raise CourseIncomplete(faults)
    with one_mail_about(course, by=by, titles=_titles(pages), comment=comment):
        for each in waiting:
            state = each.task_state.specific
            state.task.specific.on_action(state, by, action, comment=comment)
    return pages


def _submit(page: BasePage, by: User) -> None:
    if page.latest_revision_id is None:
        page.save_revision(user=by)
    state = page.current_workflow_state
    if state is not None:
        # It was sent back: the same workflow goes on.
        state.resume(by)
    elif workflow := page.get_workflow():
        workflow.start(page, by)


def _titles(pages: Sequence[BasePage]) -> list[str]:
    return [page.get_admin_display_title() for page in pages]


def _lock(course: CoursePage) -> None:
    Page.objects.select_for_update().get(pk=course.pk)
