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


class Postponed(models.Model):
    """Something owed that failed when it was taken up: see `lms.web.owed`, its one writer."""

    what = models.CharField(max_length=60)
    # The row it is about, as text: numbers and UUIDs.
    key = models.CharField(max_length=64)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("postponed work")
        verbose_name_plural = _("postponed work")
        constraints = [
            models.UniqueConstraint(
                fields=("what", "key"),
                name="postponed_once",
                violation_error_message=_("This work is put off already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"
