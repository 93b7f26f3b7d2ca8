"""Quizzes: which questions, under which rules."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from assessments.cms.quiz_form import QuizPageForm
from assessments.models.bank import Question, QuestionBank, QuestionTag
from courses.models import ActivityPage


class QuizPurpose(models.TextChoices):
    PRACTICE = "practice", _("Practice")
    FINAL = "final", _("Final quiz")


class QuizLayout(models.TextChoices):
    ALL = "all", _("All questions on one page")
    ONE = "one", _("One question a page")


class FeedbackRelease(models.TextChoices):
    AFTER_SUBMISSION = "after_submission", _("After every submission")
    AFTER_PASS_OR_LAST = "after_pass_or_last_attempt", _("After passing or the last attempt")
    AFTER_CLOSE = "after_close", _("After the quiz has closed")
    NEVER = "never", _("Never: only the result")


class GradingMethod(models.TextChoices):
    HIGHEST = "highest", _("Highest attempt")
    LAST = "last", _("Last attempt")
    FIRST = "first", _("First attempt")
    AVERAGE = "average", _("Average of the attempts")


class QuizPage(ActivityPage):
    """Completed by passing (a practice quiz: by submitting)."""

    kind = "quiz"
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=QuizPurpose, default=QuizPurpose.FINAL
    )
    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ul", "ol", "link"]
    )
    layout = models.CharField(
        _("layout"), max_length=10, choices=QuizLayout, default=QuizLayout.ALL
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as wanted."),
    )
    wait_hours = models.PositiveSmallIntegerField(_("hours between attempts"), default=0)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=70, validators=[MaxValueValidator(100)]
    )
    feedback_release = models.CharField(
        _("feedback"),
        max_length=30,
        choices=FeedbackRelease,
        default=FeedbackRelease.AFTER_SUBMISSION,
    )
    grading_method = models.CharField(
        _("which attempt counts"),
        max_length=10,
        choices=GradingMethod,
        default=GradingMethod.HIGHEST,
    )
    shuffle_questions = models.BooleanField(_("shuffle questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)

    content_panels = [
        *ActivityPage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("intro"),
        InlinePanel("items", heading=_("Questions"), label=_("question or draw"), min_num=1),
    ]
    settings_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("pass_mark")]),
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("wait_hours")]),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("grading_method"),
                FieldPanel("feedback_release"),
            ],
            heading=_("Rules"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("layout"),
                FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
            ],
            heading=_("Layout"),
        ),
        *ActivityPage.settings_panels,
    ]
    base_form_class = QuizPageForm
    template = "assessments/quiz_page.html"

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from assessments.quiz_page import quiz_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **quiz_context(request, self)}

    def publishing_obstacle(self) -> str:
        from assessments.quiz_page import quiz_shortage

        return quiz_shortage(self)

    @property
    def time_limit(self) -> dt.timedelta | None:
        return dt.timedelta(minutes=self.time_limit_minutes) if self.time_limit_minutes else None


class QuizItem(Orderable, ClusterableModel):
    """One fixed question, or a random draw of several from a bank (all the tags named)."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    bank = models.ForeignKey(
        QuestionBank,
        verbose_name=_("bank to draw from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    tags = ParentalManyToManyField(QuestionTag, verbose_name=_("tags"), blank=True)
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    mark = models.DecimalField(
        _("mark of each question"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )

    panels = [
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("bank"), FieldPanel("count"), FieldPanel("mark")]),
        FieldPanel("tags", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("item of a quiz")
        verbose_name_plural = _("items of a quiz")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__isnull=False, bank__isnull=True)
                | models.Q(question__isnull=True, bank__isnull=False),
                name="quizitem_question_or_bank",
                violation_error_message=_("Choose either one question or a bank to draw from."),
            )
        ]
