"""One mail about a course instead of one about each of its pages.

The library sends a mail for every page that is submitted, approved or sent back. While a whole
course is handled these are gathered, and everybody who would have had several gets one.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from courses.models import CoursePage
from lms.accounts.models import User

# By what happened (submitted, approved, rejected): who would have had a mail about a page.
Recipients = dict[str, set[User]]

_gathered: ContextVar[Recipients | None] = ContextVar("gathered", default=None)


class Gathering(mail.Notifier):
    """A notifier of the library that only notes its recipients while mails are gathered."""

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        gathered = _gathered.get()
        if gathered is None:
            return bool(super().__call__(instance, **kwargs))
        if self.can_handle(instance, **kwargs):
            recipients = self.get_valid_recipients(instance, **kwargs)
            gathered[self.notification] |= set(recipients)
        return True


class TaskSubmitted(Gathering, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class WorkflowSubmitted(Gathering, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class WorkflowApproved(Gathering, mail.WorkflowStateApprovalEmailNotifier):
    pass


class WorkflowRejected(Gathering, mail.WorkflowStateRejectionEmailNotifier):
    pass


# Signal, sender, the name the library connects its own notifier by, and ours in its place.
NOTIFIERS = [
    (task_submitted, TaskState, "group_approval_task_submitted", TaskSubmitted()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted", WorkflowSubmitted()),
    (workflow_approved, WorkflowState, "workflow_state_approved", WorkflowApproved()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected", WorkflowRejected()),
]


def connect_notifiers() -> None:
    """Take the places of the library's notifiers, whichever of the two was connected first."""
    for signal, sender, name, notifier in NOTIFIERS:
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid)


@contextmanager
def one_mail_about(
    course: CoursePage, *, by: User, titles: list[str], comment: str = ""
) -> Iterator[None]:
    """Gather the mails of what is done inside; send one to each recipient after the commit."""
    gathered: Recipients = defaultdict(set)
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    context = {"course": course, "titles": titles, "by": by, "comment": comment}
    for happened, recipients in gathered.items():
        transaction.on_commit(partial(_send, happened, recipients - {by}, context))


def _send(happened: str, recipients: set[User], context: dict[str, Any]) -> None:
    base = f"courses/notifications/course_{happened}"
    templates = {"subject": f"{base}_subject.txt", "text": f"{base}.txt"}
    mail.EmailNotificationMixin().send_emails(templates, context, recipients)
