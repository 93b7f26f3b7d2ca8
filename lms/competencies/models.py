"""Frameworks of competencies, what positions require, and the evidence that people have."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.agencies.models import Position
from lms.core.models import Bilingual, Dated, DatedQuerySet, dated_constraint, in_language


class Framework(Bilingual):
    """A competency framework in one version, such as TT 02/2025/TT-BGDĐT."""

    code = models.SlugField(_("code"), max_length=20)
    version = models.CharField(_("version"), max_length=20)
    source = models.TextField(_("source in Vietnamese"), blank=True)
    source_en = models.TextField(_("source in English"), blank=True)
    licence = models.TextField(_("licence in Vietnamese"), blank=True)
    licence_en = models.TextField(_("licence in English"), blank=True)

    class Meta:
        verbose_name = _("competency framework")
        verbose_name_plural = _("competency frameworks")
        ordering = ("code", "version")
        constraints = [
            models.UniqueConstraint(fields=("code", "version"), name="framework_version_unique")
        ]

    @property
    def source_label(self) -> str:
        return in_language(self.source, self.source_en)


class ProficiencyLevel(Bilingual):
    """One step of a framework's scale; a higher number is a higher level."""

    framework = models.ForeignKey(
        Framework,
        verbose_name=_("competency framework"),
        on_delete=models.CASCADE,
        related_name="levels",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    description = models.TextField(_("description in Vietnamese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    class Meta:
        verbose_name = _("proficiency level")
        verbose_name_plural = _("proficiency levels")
        ordering = ("framework", "number")
        constraints = [
            models.UniqueConstraint(fields=("framework", "number"), name="level_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.label}"

    @property
    def description_label(self) -> str:
        return in_language(self.description, self.description_en)


class Competency(Bilingual):
    """A competency; in frameworks with domains it hangs below its domain."""

    framework = models.ForeignKey(
        Framework,
        verbose_name=_("competency framework"),
        on_delete=models.PROTECT,
        related_name="competencies",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("domain of competencies"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    code = models.CharField(_("code"), max_length=20)
    description = models.TextField(_("description in Vietnamese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    position = models.PositiveIntegerField(_("order in lists"), default=0)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ("framework", "position", "code")
        constraints = [
            models.UniqueConstraint(fields=("framework", "code"), name="competency_code_unique")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent.framework_id != self.framework_id:
            raise ValidationError({"parent": _("Choose a domain of the same framework.")})
        above: Competency | None = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A competency cannot lie below itself.")})
            above = above.parent

    @property
    def description_label(self) -> str:
        return in_language(self.description, self.description_en)


class RequiredLevel(Dated):
    """The level of a competency that a position requires, for a time."""

    position = models.ForeignKey(
        Position,
        verbose_name=_("position"),
        on_delete=models.PROTECT,
        related_name="required_levels",
    )
    competency = models.ForeignKey(
        Competency,
        verbose_name=_("competency"),
        on_delete=models.PROTECT,
        related_name="required_levels",
    )
    level = models.ForeignKey(
        ProficiencyLevel, verbose_name=_("level"), on_delete=models.PROTECT, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("required level")
        verbose_name_plural = _("required levels")
        ordering = ("position", "competency")
        constraints = [
            dated_constraint("requiredlevel_ceases_after_start"),
            models.UniqueConstraint(
                fields=("position", "competency", "valid_from"), name="requiredlevel_one_a_day"
            ),
            models.UniqueConstraint(
                fields=("position", "competency"),
                condition=Q(valid_to__isnull=True),
                name="requiredlevel_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.competency.code} ≥ {self.level.number}"

    def clean(self) -> None:
        if self.competency_id is None or self.level_id is None:
            return
        if self.level.framework_id != self.competency.framework_id:
            raise ValidationError({"level": _("Choose a level of the competency’s framework.")})
        if self.position_id is None or self.valid_from is None:
            return
        others = RequiredLevel.objects.filter(
            position=self.position_id, competency=self.competency_id
        ).exclude(pk=self.pk)
        at_once = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=self.valid_from))
        if self.valid_to is not None:
            at_once = at_once.filter(valid_from__lt=self.valid_to)
        if at_once.exists():
            raise ValidationError(
                _(
                    "Another level of this competency is required of the position in that time. "
                    "Enter the day on which the other one ceases first."
                )
            )


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

    def highest_levels(self) -> dict[tuple[int, int], int]:
        """Return the highest level number by (learner id, competency id)."""
        rows = self.order_by().values_list("learner_id", "competency_id")
        return {
            (learner, competency): level
            for learner, competency, level in rows.annotate(Max("level__number"))
        }


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
            ),
        ]
        indexes = [models.Index(fields=("learner", "competency", "achieved_on"))]

    def __str__(self) -> str:
        return f"{self.learner}: {self.competency.code} {self.level.number}, {self.source_label}"

    @property
    def proves(self) -> bool:
        """Whether its kind proves a level at all; a self-assessment never does."""
        return self.kind in PROVING_KINDS

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
