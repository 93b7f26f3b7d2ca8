"""Mails go out after the answer: a slow mail server must neither delay nor break a page."""

from django_tasks import task

from lms.notifications.delivering import deliver, server_is_away


@task()
def deliver_mail(delivery_id: int) -> str | None:
    """Try one mail; what becomes of it stands in its row, which is also where it is taken up.

    While the server cannot be reached that is left to `take_up_owed`: documents and the search
    index would wait in the queue behind mails that wait for nothing.
    """
    return None if server_is_away() else deliver(delivery_id=delivery_id)
