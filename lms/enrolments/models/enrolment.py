"""What a learner took: one enrolment each time, over the years."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from lms.accounts.models import User
from lms.core.days import year_until
from lms.core.models import choices_constraint
from lms.enrolments.models.assignment import Assignment


class EnrolmentSource(models.TextChoices):
    """Whose will opened an enrolment; what is assigned today the assignments say."""

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

    def with_assignments_on(self, day: dt.date) -> Self:
        """Add `is_assigned`, and `due_on`: the earliest date of what was in force on a day."""
        own = Assignment.objects.in_force_on(day).filter(enrolment=OuterRef("pk"))
        dated = own.filter(due_on__isnull=False).order_by("due_on")
        return self.annotate(is_assigned=Exists(own), due_on=Subquery(dated.values("due_on")[:1]))

    def with_told(self) -> Self:
        """Add `has_assignments`: whether any was ever given, in force or not."""
        return self.annotate(
            has_assignments=Exists(Assignment.objects.filter(enrolment=OuterRef("pk")))
        )

    def ended(self) -> Self:
        """What is completed or given up, the last first."""
        last = Coalesce("completed_at", "withdrawn_at").desc()
        closed = Q(completed_at__isnull=False) | Q(withdrawn_at__isnull=False)
        return self.filter(closed).order_by(last, "-pk")

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
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Frozen when it is completed or given up: later edits of the course change no record.
    course_title = models.CharField(max_length=300, blank=True)
    credited_periods = models.PositiveSmallIntegerField(null=True, blank=True)

    # Read by `with_assignments_on` only.
    is_assigned: bool
    due_on: dt.date | None
    # Read by `with_told` only.
    has_assignments: bool

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
    def title(self) -> str:
        """The title of the course: as it was when this ended, otherwise as it is."""
        return self.course_title or self.course.title

    @property
    def reference(self) -> str:
        """What certificates and evidence name as the source."""
        return f"enrolment:{self.pk}"
