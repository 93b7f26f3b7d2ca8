"""Files of documents that were lost or altered in the storage, and were drawn again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.models import choices_constraint


class FileDamage(models.TextChoices):
    LOST = "lost", _("The file was gone")
    ALTERED = "altered", _("The file was not the one that was issued")


class ReplacedFile(models.Model):
    """A file that was issued and has been replaced. A copy of it in people's hands stays valid.

    The certificate names the file that is handed out now.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate",
        verbose_name=_("certificate"),
        on_delete=models.PROTECT,
        related_name="replaced_files",
    )
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True, db_index=True)
    # Where it lay; what lies there still is evidence of what happened to it.
    name = models.CharField(max_length=200)
    damage = models.CharField(_("reason"), max_length=10, choices=FileDamage)
    replaced_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("replaced file")
        verbose_name_plural = _("replaced files")
        ordering = ("-pk",)
        constraints = [choices_constraint("replaced_file_damage", "damage", FileDamage)]

    def __str__(self) -> str:
        return self.name
