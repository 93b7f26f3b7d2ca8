"""What belongs to a course beside its activities: its outcomes and its legal basis."""

from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from courses.models.course import CoursePage
from lms.competencies.models import Competency, ProficiencyLevel


class CourseOutcome(Orderable):
    """Something a learner will be able to do, with the competency level it proves if any."""

    course = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(_("text"), max_length=300)
    competency = models.ForeignKey(
        Competency,
        verbose_name=_("competency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="course_outcomes",
    )
    level = models.ForeignKey(
        ProficiencyLevel,
        verbose_name=_("level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("competency"), FieldPanel("level")]),
    ]

    def clean(self) -> None:
        super().clean()
        if self.competency is None or self.level is None:
            return
        if self.level.framework_id != self.competency.framework_id:
            raise ValidationError(
                {
                    "level": _(
                        "This level belongs to another framework. "
                        "Choose a level of the framework %(framework)s."
                    )
                    % {"framework": self.competency.framework.label}
                }
            )

    class Meta(Orderable.Meta):
        verbose_name = _("course outcome")
        verbose_name_plural = _("course outcomes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(competency__isnull=True, level__isnull=True)
                | models.Q(competency__isnull=False, level__isnull=False),
                name="outcome_competency_with_level",
                violation_error_message=_("Choose a competency and its level, or neither."),
            )
        ]


class CourseLegalBasis(Orderable):
    """A document of law the course rests on, with its dates."""

    course = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="legal_bases")
    number = models.CharField(_("number"), max_length=100)
    title = models.CharField(_("title"), max_length=300)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    ceased_on = models.DateField(_("ceased on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    url = models.URLField(
        _("address of the text"),
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Empty: the link looks the number up where the province looks up law."),
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("title")]),
        FieldPanel("url"),
        FieldRowPanel(
            [FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("ceased_on")]
        ),
        FieldPanel("note"),
    ]

    @property
    def text_address(self) -> str:
        """Return where its text is read: its own address, else a search for its number, or ""."""
        if self.url.startswith(("https://", "http://")):
            return self.url
        return settings.LEGAL_SEARCH_URL.replace("{number}", quote(self.number, safe=""))

    def clean(self) -> None:
        super().clean()
        if self.issued_on and self.effective_on and self.effective_on < self.issued_on:
            raise ValidationError(
                {"effective_on": _("A document cannot be in force before it was issued.")}
            )
        begun_on = self.effective_on or self.issued_on
        if begun_on and self.ceased_on and self.ceased_on <= begun_on:
            raise ValidationError(
                {"ceased_on": _("The day it ceases must come after the day it begins.")}
            )

    class Meta(Orderable.Meta):
        verbose_name = _("legal basis of a course")
        verbose_name_plural = _("legal bases of a course")
