"""What is sent to people: a row for each mail, from the moment it is owed."""

import datetime as dt
import uuid
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.models import choices_constraint
from lms.notifications.kinds import label_of


class Channel(models.TextChoices):
    MAIL = "mail", _("E-mail")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    # It may have left or not: only a person may decide to send it again.
    IN_DOUBT = "in_doubt", _("In doubt")
    # The server refused it or was not there; it is tried again.
    FAILED = "failed", _("Failed, tried again later")
    GIVEN_UP = "given_up", _("Given up")
    NOT_NEEDED = "not_needed", _("No longer needed")


# Nothing happens to these by itself any more, and they have not arrived.
UNDECIDED = (DeliveryState.IN_DOUBT, DeliveryState.GIVEN_UP)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: dt.datetime) -> Self:
        """Rows whose time has come, the oldest first."""
        return self.filter(
            state__in=(DeliveryState.WAITING, DeliveryState.FAILED), next_try_at__lte=now
        ).order_by("next_try_at", "pk")

    def for_a_person_to_decide(self) -> Self:
        return self.filter(state__in=UNDECIDED)


def new_message_id() -> str:
    """Return the name of a mail: it stays the same however often the mail is tried."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"<{uuid.uuid4()}@{host}>"


def new_key() -> str:
    return f"once:{uuid.uuid4()}"


class Delivery(models.Model):
    """One mail to one address: see `lms.notifications.delivering` for how its state changes.

    A mail of a registered kind is written when it is sent, from `user` and `about`: what it says,
    secrets among it, is never stored. A mail that a library has written brings its text, which is
    removed as soon as nothing can need it any more.
    """

    # By what it is said once: asking for the same again gives the same row.
    key = models.CharField(max_length=200, unique=True, default=new_key)
    # The name of its kind (lms.notifications.kinds); empty for what a library has written.
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.MAIL)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    # Where it goes; for a kind of ours where it went, because the address is looked up then.
    address = models.CharField(_("e-mail address"), max_length=320, blank=True)
    # What it is about, by reference: "certificate:42".
    about = models.CharField(_("about"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(
        _("status"), max_length=12, choices=DeliveryState, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    # When the try began that is under way, or whose end nobody has seen.
    sending_since = models.DateTimeField(null=True, blank=True, editable=False)
    message_id = models.CharField(
        _("Message-ID"), max_length=320, unique=True, default=new_message_id
    )
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-pk",)
        constraints = [
            choices_constraint("delivery_state", "state", DeliveryState),
            choices_constraint("delivery_channel", "channel", Channel),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(address=""),
                name="delivery_goes_to_somebody",
                violation_error_message=_("A mail goes to a person or to an address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="delivery_sent_has_a_time",
                violation_error_message=_("What was sent has the time when it was sent."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(sending_since__isnull=False),
                name="delivery_sending_has_a_time",
                violation_error_message=_("What is being sent has the time since when."),
            ),
        ]
        indexes = [
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(state__in=("waiting", "failed")),
                name="delivery_due",
            ),
            models.Index(fields=("state",), name="delivery_state_of"),
        ]

    def __str__(self) -> str:
        return f"{self.label} – {self.user or self.address}"

    @property
    def label(self) -> str:
        """What it is: the words of its kind, or the subject that a library has given it."""
        return label_of(self.kind) or self.subject
