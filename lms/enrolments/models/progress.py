"""How far a learner is with each activity of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lms.enrolments.models.enrolment import Enrolment


class ActivityProgress(models.Model):
    """How far a learner is with one activity in one enrolment."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="activity_progress")
    first_opened_at = models.DateTimeField()
    last_opened_at = models.DateTimeField()
    # Measured by the server from signs of life; never from what a browser claims.
    active_seconds = models.PositiveIntegerField(default=0)
    last_sign_of_life_at = models.DateTimeField(null=True, blank=True)
    # Where reading stopped: the id of a block, as the page's own anchors.
    resume_position = models.CharField(max_length=64, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("progress on an activity")
        verbose_name_plural = _("progress on activities")
        constraints = [
            models.UniqueConstraint(
                fields=("enrolment", "page"),
                name="progress_once_per_page",
                violation_error_message=_("There is progress on this activity already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.page_id}"
