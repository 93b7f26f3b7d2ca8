"""Mails about approval, gathered: one of ours can stand for many of the library's.

Wagtail sends a mail for every page that is submitted, approved or sent back, and has no setting to
say it once for several.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

# By what happened (submitted, approved, rejected): who would have had a mail about a page.
Recipients = dict[str, set[Any]]

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


def let_mails_be_gathered() -> None:
    """Take the places of the library's notifiers, whichever of the two was connected first."""
    for signal, sender, name, notifier in NOTIFIERS:
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid)


@contextmanager
def gathered_mails() -> Iterator[Recipients]:
    """Send no mail about what is done inside, but note who would have had one."""
    gathered: Recipients = defaultdict(set)
    token = _gathered.set(gathered)
    try:
        yield gathered
    finally:
        _gathered.reset(token)
