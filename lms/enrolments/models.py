"""What a learner did: enrolments over the years, progress on every activity."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Sum, When
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models import CoursePage
from lms.accounts.models import User
from lms.core.days import year_until
from lms.core.models import choices_constraint


class EnrolmentSource(models.TextChoices):
    SELF = "self", _("Own choice")
    ASSIGNED = "assigned", _("Assigned")


def sum_of_periods(day: dt.date) -> Sum:
    """Add up `counted_periods` of the calendar year of a day, up to that day: the one sum."""
    since, end = year_until(day)
    this_year = Q(completed_at__gte=since, completed_at__lt=end)
    return Sum("counted_periods", filter=this_year, default=0)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def for_learner(self, user: User) -> Self:
        return self.filter(learner=user)

    def open(self) -> Self:
        return self.filter(completed_at__isnull=True, withdrawn_at__isnull=True)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def with_counted_periods(self) -> Self:
        """Add `counted_periods`: what a completion adds to its year.

        A course gives a person its periods once a calendar year, on the first completion of it.
        """
        earlier = Enrolment.objects.filter(
            Q(completed_at__lt=OuterRef("completed_at"))
            | Q(completed_at=OuterRef("completed_at"), pk__lt=OuterRef("pk")),
            learner=OuterRef("learner"),
            course=OuterRef("course"),
            completed_at__year=ExtractYear(OuterRef("completed_at")),
        )
        return self.annotate(
            counted_periods=Case(
                When(Exists(earlier), then=0),
                default="credited_periods",
                output_field=models.IntegerField(),
            )
        )

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def current(self) -> Self:
        """What may be opened: the open enrolment first, then completed ones, the last one first."""
        newest = F("completed_at").desc(nulls_first=True)
        return self.filter(withdrawn_at__isnull=True).order_by(newest, "-pk")


class Enrolment(models.Model):
    """One learner in one course once. Taking the course again is a new row."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="enrolments")
    source = models.CharField(max_length=20, choices=EnrolmentSource, default=EnrolmentSource.SELF)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Frozen on completion: later edits of the course change no record.
    course_title = models.CharField(max_length=300, blank=True)
    credited_periods = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("learner", "course"),
                condition=Q(completed_at__isnull=True, withdrawn_at__isnull=True),
                name="enrolment_one_open",
                violation_error_message=_("The learner takes this course already."),
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, credited_periods__isnull=True)
                | Q(completed_at__isnull=False, credited_periods__isnull=False),
                name="enrolment_completed_with_periods",
                violation_error_message=_(
                    "What is completed has credited periods, what is open has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="enrolment_completed_or_withdrawn",
                violation_error_message=_("What is completed cannot be withdrawn from."),
            ),
            choices_constraint("enrolment_source", "source", EnrolmentSource),
        ]
        indexes = [models.Index(fields=("course", "completed_at"))]

    def __str__(self) -> str:
        return f"{self.learner} – {self.course_title or self.course_id}"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.withdrawn_at is None

    @property
    def may_be_withdrawn(self) -> bool:
        """Learners give up what they chose themselves; what was assigned is for the assigner."""
        return self.is_open and self.source == EnrolmentSource.SELF

    @property
    def title(self) -> str:
        """The title of the course: as it was on completion, otherwise as it is."""
        return self.course_title or self.course.title

    @property
    def reference(self) -> str:
        """What certificates and evidence name as the source."""
        return f"enrolment:{self.pk}"


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
