"""Acts that change the tree of agencies, and what became of whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.agencies.models.agency import Agency
from lms.core.models import choices_constraint


class ReorganisationKind(models.TextChoices):
    CREATE = "create", pgettext_lazy("reorganisation", "Create")
    RENAME = "rename", _("Rename")
    MOVE = "move", pgettext_lazy("reorganisation", "Move")
    MERGE = "merge", _("Merge")
    SPLIT = "split", _("Split")
    DISSOLVE = "dissolve", _("Dissolve")


class Reorganisation(models.Model):
    """A dated act with its decision number."""

    kind = models.CharField(_("kind"), max_length=10, choices=ReorganisationKind)
    effective_on = models.DateField(_("takes effect on"))
    decision_number = models.CharField(_("decision number"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ("-effective_on", "-pk")
        constraints = [choices_constraint("reorganisation_kind", "kind", ReorganisationKind)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y} {self.decision_number}"


class ReorganisationLink(models.Model):
    """One predecessor and one successor; creating has no predecessor, dissolving no successor."""

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.CASCADE, related_name="links"
    )
    predecessor = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="successor_links"
    )
    successor = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="predecessor_links"
    )

    class Meta:
        verbose_name = _("link of a reorganisation")
        verbose_name_plural = _("links of reorganisations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(predecessor__isnull=False) | models.Q(successor__isnull=False),
                name="reorganisationlink_names_an_agency",
                violation_error_message=_("Name the agency before or the one after."),
            ),
            models.UniqueConstraint(
                fields=("reorganisation", "predecessor", "successor"),
                name="reorganisationlink_once",
                violation_error_message=_("The act names these agencies already."),
            ),
        ]
