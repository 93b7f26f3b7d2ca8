"""Frameworks of competencies and their levels."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.former import KeepsFormerFacts
from lms.core.models import Bilingual, in_language


class Framework(KeepsFormerFacts, Bilingual):
    """A competency framework in one version, such as TT 02/2025/TT-BGDĐT."""

    code = models.SlugField(_("code"), max_length=20)
    version = models.CharField(_("version"), max_length=20)
    source = models.TextField(_("source in Vietnamese"), blank=True)
    source_en = models.TextField(_("source in English"), blank=True)
    licence = models.TextField(_("licence in Vietnamese"), blank=True)
    licence_en = models.TextField(_("licence in English"), blank=True)

    dated_facts = ("code", "version")

    class Meta:
        verbose_name = _("competency framework")
        verbose_name_plural = _("competency frameworks")
        ordering = ("code", "version")
        constraints = [
            models.UniqueConstraint(
                fields=("code", "version"),
                name="framework_version_unique",
                violation_error_message=_("There is this version of the framework already."),
            )
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
            models.UniqueConstraint(
                fields=("framework", "number"),
                name="level_number_unique",
                violation_error_message=_("The framework has a level of this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.label}"

    @property
    def description_label(self) -> str:
        return in_language(self.description, self.description_en)


class Competency(KeepsFormerFacts, Bilingual):
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

    dated_facts = ("code", "name", "name_en", "position")

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ("framework", "position", "code")
        constraints = [
            models.UniqueConstraint(
                fields=("framework", "code"),
                name="competency_code_unique",
                violation_error_message=_("The framework has a competency of this code already."),
            )
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
