"""Mails go out after the answer: a slow mail server must neither delay nor break a page."""

from django.core.mail import send_mail
from django_tasks import task

from lms.accounts.models import User
from lms.accounts.services import send_password_link


@task()
def mail_password_link(email: str) -> bool:
    """Send the link if somebody has this address.

    The look-up is made here, so that asking for a link takes the same time for every address,
    and so that no token is kept in the queue.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    return user is not None and send_password_link(user=user)


@task()
def deliver_mail(subject: str, body: str, to: list[str]) -> int:
    return send_mail(subject, body, None, to)
