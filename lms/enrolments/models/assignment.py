"""Who has to take a course by when: said in rows that are never changed."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.agencies.models import Agency
from lms.core.days import end_of


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force_on(self, day: dt.date) -> Self:
        """What stood at the end of a day: neither replaced by then nor taken away.

        The one reading of due dates, for pages of today and reports of any day. Of several for
        one enrolment the earliest date counts.
        """
        return self.filter(_stands_on(day), recorded_at__lt=end_of(day))

    def told_on(self, day: dt.date) -> Self:
        """All that was said by the end of a day, with `is_in_force`: whether it stood then."""
        stands = Case(When(_stands_on(day), then=True), default=False)
        return self.filter(recorded_at__lt=end_of(day)).annotate(is_in_force=stands)

    def with_names(self) -> Self:
        """Read who said it and for which agency, with the names that the agency had."""
        return self.select_related("agency", "recorded_by").prefetch_related("agency__versions")


def _stands_on(day: dt.date) -> Q:
    standing = Q(replaced_by__isnull=True) | Q(replaced_by__recorded_at__gte=end_of(day))
    return standing & Q(is_withdrawn=False)


class Assignment(models.Model):
    """An agency has a learner take a course: given, changed or taken away by one row each.

    A later row `replaces` the one before it; what was given apart stands side by side, and nothing
    but a row that replaces it ends it.
    """

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.PROTECT, related_name="assignments"
    )
    # None: given before agencies were kept with assignments, and found nowhere.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    is_withdrawn = models.BooleanField(default=False)

    # Read by `told_on` only.
    is_in_force: bool

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("recorded_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(replaces__isnull=False, due_on__isnull=True),
                name="assignment_withdrawn_was_given",
                violation_error_message=_("Only what was assigned can be taken away."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.due_on or '–'}"

    @property
    def is_change(self) -> bool:
        return self.replaces_id is not None
