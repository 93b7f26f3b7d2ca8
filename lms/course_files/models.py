"""A course that somebody uploaded: its plan, and how far it has come."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CataloguePage
from courses.own_catalogues import own_catalogues
from lms.accounts.models import User
from lms.core.models import choices_constraint
from lms.core.storage import records_storage


class UploadState(models.TextChoices):
    WAITING = "waiting", _("Being looked at")
    PLANNED = "planned", _("Planned")
    REFUSED = "refused", _("Not taken")
    APPLYING = "applying", _("Being made")
    DONE = "done", _("Made")


class CourseUploadQuerySet(models.QuerySet["CourseUpload"]):
    def of(self, user: User) -> Self:
        """Return a person's own uploads into catalogues they may still add courses to."""
        return self.filter(by=user, catalogue__in=own_catalogues(user))


class CourseUpload(models.Model):
    """The archive is kept until its drafts are made or it is given up.

    `plan` is a CoursePlan as plain values; `complaints` are lines in the uploader's language.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    catalogue = models.ForeignKey(CataloguePage, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    archive = models.FileField(storage=records_storage, upload_to="uploads/", blank=True)
    name = models.CharField(_("name"), max_length=255)
    language = models.CharField(max_length=10)
    state = models.CharField(
        _("state"), max_length=10, choices=UploadState, default=UploadState.WAITING
    )
    plan = models.JSONField(default=dict)
    complaints = models.JSONField(default=list)
    # Whether the plan is another than the one that was accepted.
    is_stale = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    course = models.ForeignKey(
        "courses.CoursePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CourseUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded course")
        verbose_name_plural = _("uploaded courses")
        constraints = [choices_constraint("courseupload_state", "state", UploadState)]

    def __str__(self) -> str:
        return self.name
