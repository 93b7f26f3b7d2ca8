"""Where Django, allauth and Wagtail send mails to: they are owed from then on, like ours."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from lms.notifications.models import Delivery
from lms.notifications.services import deliver_soon


class OwedMailBackend(BaseEmailBackend):
    """Writes a row for each address, in the transaction of whatever the mail is about.

    Mails are text: an alternative in HTML is left out. Raises ValueError for attachments: documents
    stay on the site, because mailboxes are forwarded.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self._owe(message)
        return len(email_messages)

    @transaction.atomic
    def _owe(self, message: EmailMessage) -> None:
        if message.attachments:
            raise ValueError("mails of this site carry no attachments")
        subject = " ".join(str(message.subject).split())[:500]
        for address in message.recipients():
            deliver_soon(
                Delivery.objects.create(address=address, subject=subject, body=str(message.body))
            )
