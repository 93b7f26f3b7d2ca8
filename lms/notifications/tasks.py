"""Mails go out after the answer: a slow mail server must neither delay nor break a page."""

from django_tasks import task

from lms.notifications.delivering import deliver


@task()
def deliver_mail(delivery_id: int) -> str | None:
    """Try one mail; what becomes of it stands in its row, which is also where it is taken up."""
    return deliver(delivery_id=delivery_id)
