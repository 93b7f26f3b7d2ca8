from django.db import models
from django.utils.translation import gettext_lazy as _


class LimitCounter(models.Model):
    """How often something was done since a time that ends: see `lms.web.limits`, its one writer."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("counter of a limit")
        verbose_name_plural = _("counters of limits")

    def __str__(self) -> str:
        return self.key
