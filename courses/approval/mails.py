"""One mail about a course instead of one about each of its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.admin.mail import EmailNotificationMixin

from courses.models import CoursePage
from lms.accounts.models import User
from lms.cms.gathered_mails import gathered_mails


@contextmanager
def one_mail_about(
    course: CoursePage, *, by: User, titles: list[str], comment: str = ""
) -> Iterator[None]:
    """Gather the mails of what is done inside; send one to each recipient after the commit."""
    with gathered_mails() as gathered:
        yield
    context = {"course": course, "titles": titles, "by": by, "comment": comment}
    for happened, recipients in gathered.items():
        transaction.on_commit(partial(_send, happened, recipients - {by}, context))


def _send(happened: str, recipients: set[User], context: dict[str, Any]) -> None:
    base = f"courses/notifications/course_{happened}"
    templates = {"subject": f"{base}_subject.txt", "text": f"{base}.txt"}
    EmailNotificationMixin().send_emails(templates, context, recipients)
