"""Courses: what is taught, in what order, with what credit."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from courses.forms import CoursePageForm
from courses.models.catalogue import Topic
from lms.core.former import KeepsFormerFacts
from lms.core.models import BasePage, choices_constraint


class EnrolmentPolicy(models.TextChoices):
    OPEN = "open", _("Anyone who is signed in may enrol")
    ASSIGNED = "assigned", _("Only people who were assigned it")


class ActivityOrder(models.TextChoices):
    FREE = "free", _("Free: activities open in any order")
    SEQUENTIAL = "sequential", _("Sequential: each opens when the one before is completed")


class CoursePage(KeepsFormerFacts, BasePage):
    """One course. Records refer to it by `reference`, which survives renaming and moving."""

    code = models.CharField(_("course code"), max_length=40)
    summary = models.CharField(_("summary"), max_length=300)
    about = RichTextField(
        _("about the course"), blank=True, features=["bold", "italic", "ul", "ol", "link"]
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="courses"
    )
    credited_periods = models.PositiveSmallIntegerField(
        _("credited periods"), default=0, help_text=_("Periods (tiết) credited on completion.")
    )
    minutes = models.PositiveIntegerField(
        _("minutes"), default=0, help_text=_("How long the whole course plausibly takes.")
    )
    enrolment_policy = models.CharField(
        _("who may enrol"), max_length=20, choices=EnrolmentPolicy, default=EnrolmentPolicy.OPEN
    )
    activity_order = models.CharField(
        _("order of activities"), max_length=20, choices=ActivityOrder, default=ActivityOrder.FREE
    )
    minimum_reading_share = models.PositiveSmallIntegerField(
        _("least reading time"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Percent of its minutes a learner must have spent on a lesson before completing it."
        ),
    )
    certificate_design = models.ForeignKey(
        "certificates.CertificateDesign",
        verbose_name=_("certificate design"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the course gives no certificate."),
    )
    certificate_validity_months = models.PositiveSmallIntegerField(
        _("certificate valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: it does not expire."),
    )
    reviewed_on = models.DateField(
        _("content checked on"),
        null=True,
        blank=True,
        help_text=_("When the content was last checked against the law in force."),
    )

    dated_facts = ("code", "title")
    base_form_class = CoursePageForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("about"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("credited_periods"), FieldPanel("minutes")]),
                FieldPanel("reviewed_on"),
            ],
            heading=_("Length and date"),
        ),
        InlinePanel("outcomes", heading=_("What learners will be able to do"), label=_("outcome")),
        InlinePanel("legal_bases", heading=_("Legal basis"), label=_("legal document")),
    ]
    settings_panels = [
        MultiFieldPanel(
            [
                FieldPanel("enrolment_policy"),
                FieldPanel("activity_order"),
                FieldPanel("minimum_reading_share"),
            ],
            heading=_("Enrolment and completion"),
        ),
        MultiFieldPanel(
            [FieldPanel("certificate_design"), FieldPanel("certificate_validity_months")],
            heading=_("Certificate"),
        ),
        *BasePage.settings_panels,
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("credited_periods")]
    parent_page_types = ["courses.CataloguePage"]
    template = "courses/course_page.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            choices_constraint("course_enrolment_policy", "enrolment_policy", EnrolmentPolicy),
            choices_constraint("course_activity_order", "activity_order", ActivityOrder),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        outcomes = self.outcomes.all()
        if not getattr(request, "is_preview", False):
            outcomes = outcomes.select_related("competency", "level")
        return {**context, "outcomes": outcomes, "legal_bases": self.legal_bases.all()}

    @property
    def reference(self) -> str:
        """The identifier that certificates and evidence keep: stable, never reused."""
        return str(self.translation_key)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # The index was written before topics and outcomes were; it has to be written again.
        index.insert_or_update_object(self)

    def searchable_text(self) -> str:
        outcomes = " ".join(o.text for o in self.outcomes.all())
        topics = " ".join(t.name for t in self.topics.all())
        return f"{self.title} {self.code} {self.summary} {topics} {outcomes}"
