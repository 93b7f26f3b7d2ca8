"""The evidence that people have: rows are only added."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.competencies.models.framework import Competency, ProficiencyLevel
from lms.core.days import last_day_before
from lms.core.models import choices_constraint


class EvidenceKind(models.TextChoices):
    COURSE = "course", _("Course")
    TEST = "test", _("Test")
    TRAINER = "trainer", _("Trainer's judgement")
    RECOGNISED = "recognised", _("Recognised certificate")
    SELF = "self", _("Self-assessment")


PROVING_KINDS = (
    EvidenceKind.COURSE,
    EvidenceKind.TEST,
    EvidenceKind.TRAINER,
    EvidenceKind.RECOGNISED,
)


class EvidenceState(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_learner(self, user: User) -> Self:
        return self.filter(learner=user)

    def of_source(self, reference: str) -> Self:
        """Evidence of a source; what was recorded anew for it is numbered behind a slash."""
        return self.filter(
            Q(source_reference=reference) | Q(source_reference__startswith=f"{reference}/")
        )

    def in_force_on(self, day: dt.date) -> Self:
        """Evidence achieved by that day and neither expired nor revoked on it."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gt=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            achieved_on__lte=day,
        )

    def proving_on(self, day: dt.date) -> Self:
        """Evidence that proves a level on a day: in force, and not a self-assessment."""
        return self.in_force_on(day).filter(kind__in=PROVING_KINDS)


class Evidence(models.Model):
    """One proof (or claim) of a level. Rows are only added; a revocation is dated, not a deletion.

    The source is kept by kind, label and reference, never by foreign key: evidence outlives the
    course that gave it.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("learner"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    competency = models.ForeignKey(
        Competency,
        verbose_name=_("competency"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    level = models.ForeignKey(
        ProficiencyLevel, verbose_name=_("level"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind)
    source_label = models.CharField(_("source"), max_length=300)
    source_reference = models.CharField(_("reference of the source"), max_length=100)
    achieved_on = models.DateField(_("achieved on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revocation_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("-achieved_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("learner", "competency", "kind", "source_reference"),
                name="evidence_once_per_source",
                violation_error_message=_("This evidence is recorded already."),
            ),
            choices_constraint("evidence_kind", "kind", EvidenceKind),
        ]
        indexes = [models.Index(fields=("learner", "competency", "achieved_on"))]

    def __str__(self) -> str:
        return f"{self.learner}: {self.competency.code} {self.level.number}, {self.source_label}"

    @property
    def proves(self) -> bool:
        """Whether its kind proves a level at all; a self-assessment never does."""
        return self.kind in PROVING_KINDS

    @property
    def valid_through(self) -> dt.date | None:
        """The last day on which it proves its level; None when it does not expire."""
        return last_day_before(self.expires_on)

    def state_on(self, day: dt.date) -> EvidenceState:
        """Return the standing on a day on or after it was achieved: as `in_force_on`."""
        if self.revoked_on is not None and self.revoked_on <= day:
            return EvidenceState.REVOKED
        if self.expires_on is not None and self.expires_on <= day:
            return EvidenceState.EXPIRED
        return EvidenceState.IN_FORCE

    @property
    def state(self) -> EvidenceState:
        return self.state_on(timezone.localdate())
