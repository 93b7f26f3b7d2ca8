"""What positions require."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.agencies.models import Position
from lms.competencies.models.framework import Competency, ProficiencyLevel
from lms.core.models import Dated, DatedQuerySet, dated_constraint


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
                fields=("position", "competency", "valid_from"),
                name="requiredlevel_one_a_day",
                violation_error_message=_(
                    "Another level of this competency is required of the position "
                    "from the same day."
                ),
            ),
            models.UniqueConstraint(
                fields=("position", "competency"),
                condition=Q(valid_to__isnull=True),
                name="requiredlevel_one_open",
                violation_error_message=_(
                    "A level of this competency is required of the position without an end. "
                    "Enter the day on which it ceases first."
                ),
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
