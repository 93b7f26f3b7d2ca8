"""Delivering what is owed: never twice by itself.

A row is marked as being sent, and that is committed, before the server is talked to. Whoever finds
it so marked long after cannot know whether the mail has left: it is in doubt, and a person decides.
"""

import datetime as dt
import smtplib
import time

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lms.accounts.mails import WrittenMail
from lms.notifications.kinds import mail_kind
from lms.notifications.models import Delivery, DeliveryState

logger = structlog.get_logger(__name__)

# Minutes until a mail that failed is tried again; after the last of them it is given up. Together
# two days and a half: a weekend without a mail server.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1080, 1200)
# Longer than any server is waited for; nobody is sending any more what was begun before.
IN_DOUBT_AFTER = dt.timedelta(minutes=15)
# How long the text of a library's mail is kept for a person to decide.
TEXT_KEPT_FOR = dt.timedelta(days=30)

# What a server answers when it has not taken the mail. Everything else that goes wrong while it
# is being handed over, such as a connection that breaks, leaves open whether it has.
NOT_TAKEN = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


class NotConnected(Exception):
    """The server could not be reached: the mail has certainly not left."""


def deliver(*, delivery_id: int, now: dt.datetime | None = None) -> DeliveryState | None:
    """Try one mail that is due; return its new state, or None when it was not ours to send."""
    now = now or timezone.now()
    delivery = Delivery.objects.due(now).select_related("user").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    try:
        message = _write(delivery)
    except Exception as error:  # noqa: BLE001 - whatever a kind stumbles over, the others go on
        return _failed(delivery, error, now) if _claim(delivery, now) else None
    if not _claim(delivery, now):
        return None
    if message is None:
        return _close(delivery, DeliveryState.NOT_NEEDED)
    try:
        _hand_over(message)
    except (NotConnected, *NOT_TAKEN) as error:
        return _failed(delivery, error, now)
    except Exception as error:  # noqa: BLE001 - it may have left: a person has to look
        return _in_doubt(delivery, error)
    return _close(delivery, DeliveryState.SENT, sent_at=timezone.now())


def deliver_due(*, now: dt.datetime | None = None, seconds: float = 45.0) -> int:
    """Try what is due, for so long at most; return how many have left.

    Marks first what is in doubt. When the server cannot be reached, the rest waits for the next
    run: each mail would wait for it in vain.
    """
    mark_in_doubt(now=now)
    _forget_old_texts(now or timezone.now())
    until, sent = time.monotonic() + seconds, 0
    for pk in list(Delivery.objects.due(now or timezone.now()).values_list("pk", flat=True)):
        if time.monotonic() > until:
            break
        state = deliver(delivery_id=pk, now=now)
        sent += state == DeliveryState.SENT
        if state == DeliveryState.FAILED and server_is_away():
            break
    return sent


def server_is_away(*, now: dt.datetime | None = None) -> bool:
    """Whether the server could not be reached by somebody who tried within the last minute."""
    a_minute_ago = (now or timezone.now()) - dt.timedelta(minutes=1)
    away = {"state": DeliveryState.FAILED, "error__startswith": NotConnected.__name__}
    return Delivery.objects.filter(**away, sending_since__gt=a_minute_ago).exists()


def mark_in_doubt(*, now: dt.datetime | None = None) -> int:
    """Mark what somebody began to send and never ended; return how many."""
    before = (now or timezone.now()) - IN_DOUBT_AFTER
    left = Delivery.objects.filter(state=DeliveryState.SENDING, sending_since__lt=before)
    count = left.update(state=DeliveryState.IN_DOUBT, error="the process ended while sending")
    if count:
        logger.error("mails_in_doubt", count=count)
    return count


def _write(delivery: Delivery) -> EmailMessage | None:
    """Return the whole mail, or None when nobody needs it; `address` is where it goes."""
    written: WrittenMail | None = WrittenMail(delivery.subject, delivery.body)
    if delivery.kind:
        user = delivery.user
        if user is None or not user.is_active or not user.email:
            return None
        delivery.address = user.email
        written = mail_kind(delivery.kind).write(user, delivery.about)
    if written is None:
        return None
    headers = {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    to = [delivery.address]
    message = EmailMessage(written.subject, written.body, to=to, headers=headers)
    # What no mail can be made of is found out before the server is talked to.
    message.message()
    return message


def _claim(delivery: Delivery, now: dt.datetime) -> bool:
    """Mark a row as being sent, for all to see; False when another worker was faster."""
    began = timezone.now()
    with transaction.atomic(durable=True):
        claimed = (
            Delivery.objects.due(now)
            .filter(pk=delivery.pk, tries=delivery.tries)
            .order_by()
            .update(
                state=DeliveryState.SENDING,
                sending_since=began,
                tries=F("tries") + 1,
                address=delivery.address,
                error="",
            )
        )
    delivery.tries, delivery.sending_since = delivery.tries + 1, began
    return bool(claimed)


def _hand_over(message: EmailMessage) -> None:
    """Give a mail to the server. Raises NotConnected, or whatever the server makes of it."""
    message.connection = get_connection(settings.LMS_MAIL_BACKEND)
    try:
        try:
            message.connection.open()
        except Exception as error:
            raise NotConnected(f"{type(error).__name__}: {error}") from error
        message.send()
    finally:
        _hang_up(message.connection)


def _hang_up(connection: BaseEmailBackend) -> None:
    """Leave the server. What goes wrong now says nothing about the mail."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail_server_left_badly", error=type(error).__name__)


def _failed(delivery: Delivery, error: Exception, now: dt.datetime) -> DeliveryState:
    """Note what was reported; the mail is tried again after a longer pause, or given up."""
    if delivery.tries > len(PAUSES):
        logger.error("mail_given_up", delivery=delivery.pk, error=_short(error))
        return _end(delivery, DeliveryState.GIVEN_UP, error=_short(error))
    pause = dt.timedelta(minutes=PAUSES[delivery.tries - 1])
    logger.warning("mail_failed", delivery=delivery.pk, tries=delivery.tries, error=_short(error))
    return _end(delivery, DeliveryState.FAILED, error=_short(error), next_try_at=now + pause)


def _in_doubt(delivery: Delivery, error: Exception) -> DeliveryState:
    logger.error("mail_in_doubt", delivery=delivery.pk, error=_short(error))
    return _end(delivery, DeliveryState.IN_DOUBT, error=_short(error))


def _close(delivery: Delivery, state: DeliveryState, **fields: object) -> DeliveryState:
    """End a delivery for good; the text has done its work."""
    return _end(delivery, state, body="", **fields)


def _end(delivery: Delivery, state: DeliveryState, **fields: object) -> DeliveryState:
    """Write what came of our try, unless somebody has decided about it or tries it again."""
    ours = Delivery.objects.filter(
        pk=delivery.pk,
        sending_since=delivery.sending_since,
        state__in=(DeliveryState.SENDING, DeliveryState.IN_DOUBT),
    )
    ours.update(state=state, **fields)
    return state


def _forget_old_texts(now: dt.datetime) -> None:
    """Remove the texts of mails that nobody has decided about for weeks."""
    old = Delivery.objects.for_a_person_to_decide().filter(created_at__lt=now - TEXT_KEPT_FOR)
    old.exclude(body="").update(body="")


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
