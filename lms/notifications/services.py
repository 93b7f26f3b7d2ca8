"""Writing down that a mail is owed, and deciding about one that did not arrive."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.accounts.models import User
from lms.notifications.exceptions import NothingToDecide
from lms.notifications.kinds import mail_kind
from lms.notifications.models import UNDECIDED, Delivery, DeliveryState
from lms.notifications.tasks import deliver_mail


@transaction.atomic
def post_mail(
    *, kind: str, user: User, key: str, about: str = "", now: dt.datetime | None = None
) -> Delivery:
    """Owe `user` a mail of a registered kind; the same key again gives the first row.

    Call it inside the transaction of what the mail is about: neither is there without the other.
    """
    mail_kind(kind)
    fields = {"kind": kind, "user": user, "about": about, "next_try_at": now or timezone.now()}
    delivery, is_new = Delivery.objects.get_or_create(key=key, defaults=fields)
    if is_new:
        deliver_soon(delivery)
    return delivery


def deliver_soon(delivery: Delivery) -> None:
    """Let a worker take a mail as soon as it is committed; a queue that is down stops nobody."""
    transaction.on_commit(lambda: deliver_mail.enqueue(delivery.pk), robust=True)


@transaction.atomic
def send_again(*, delivery: Delivery, decided_by: User, now: dt.datetime | None = None) -> Delivery:
    """Send a mail that is in doubt or given up, under its former name. Raises NothingToDecide."""
    delivery = _locked(delivery)
    if not may_be_sent_again(delivery):
        raise NothingToDecide
    was = delivery.state
    delivery.state, delivery.tries = DeliveryState.WAITING, 0
    delivery.next_try_at = now or timezone.now()
    delivery.save(update_fields=["state", "tries", "next_try_at"])
    log(delivery, "notifications.send_again", user=decided_by, data={"was": was})
    deliver_soon(delivery)
    return delivery


@transaction.atomic
def consider_sent(
    *, delivery: Delivery, decided_by: User, now: dt.datetime | None = None
) -> Delivery:
    """Close a mail in doubt as one that has arrived. Raises NothingToDecide."""
    delivery = _locked(delivery)
    if delivery.state != DeliveryState.IN_DOUBT:
        raise NothingToDecide
    # Sent, if at all, when the try began whose end nobody has seen.
    delivery.state, delivery.body = DeliveryState.SENT, ""
    delivery.sent_at = delivery.sending_since or now or timezone.now()
    delivery.save(update_fields=["state", "sent_at", "body"])
    log(delivery, "notifications.consider_sent", user=decided_by)
    return delivery


def may_be_sent_again(delivery: Delivery) -> bool:
    """Whether a person may decide so: the text of a library's mail is not kept for ever."""
    return delivery.state in UNDECIDED and bool(delivery.kind or delivery.body)


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
