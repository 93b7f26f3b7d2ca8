"""Quizzes: which questions, under which rules."""

import datetime as dt
import random
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from assessments.banks.models import Question, QuestionBank, QuestionTag
from assessments.papers.drawing import Line, draw_paper
from assessments.papers.paper import Paper
from assessments.papers.shortage import shortage_of
from assessments.quizzes.form import QuizPageForm
from assessments.quizzes.rules import FIRST_RULES, doubts_about
from assessments.words import FeedbackRelease, GradingMethod, QuizLayout, QuizPurpose
from courses.models import ActivityPage
from lms.core.models import choices_constraint

FINAL = FIRST_RULES[QuizPurpose.FINAL]


class QuizPage(ActivityPage):
    """Completed by passing (a practice quiz: by submitting)."""

    kind = "quiz"
    purpose = models.CharField(
        _("purpose"),
        max_length=20,
        choices=QuizPurpose,
        default=QuizPurpose.FINAL,
        help_text=_(
            "A new practice quiz may be tried without limit and wait and shows the right answers "
            "each time, unless you set other rules."
        ),
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
        default=FINAL["attempts_allowed"],
        validators=[MinValueValidator(1)],
        help_text=_(
            "Of each person, until the course is completed; enrolling again gives no more. "
            "Empty: as many as wanted."
        ),
    )
    wait_hours = models.PositiveSmallIntegerField(
        _("hours between attempts"), default=FINAL["wait_hours"]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=70, validators=[MaxValueValidator(100)]
    )
    feedback_release = models.CharField(
        _("feedback"),
        max_length=30,
        choices=FeedbackRelease,
        default=FINAL["feedback_release"],
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
        constraints = [
            choices_constraint("quiz_purpose", "purpose", QuizPurpose),
            choices_constraint("quiz_layout", "layout", QuizLayout),
            choices_constraint("quiz_feedback_release", "feedback_release", FeedbackRelease),
            choices_constraint("quiz_grading_method", "grading_method", GradingMethod),
            models.CheckConstraint(
                condition=models.Q(purpose="practice") | models.Q(pass_mark__gte=1),
                name="quiz_final_has_pass_mark",
                violation_error_message=_(
                    "A final quiz needs a pass mark of at least 1: with 0 a blank paper passes."
                ),
            ),
        ]

    def doubts(self) -> list[str]:
        return doubts_about(self)

    def publishing_obstacle(self) -> str:
        return shortage_of(self.as_lines())

    def as_lines(self) -> list[Line]:
        """Return what the quiz asks for, in the order of the author; of a draft as it stands."""
        items = self.items.all()
        if isinstance(items, models.QuerySet):
            # A draft holds its items and their tags itself.
            items = items.prefetch_related("tags")
        return [item.as_line() for item in sorted(items, key=lambda each: each.sort_order or 0)]

    def draw_paper(self, rng: random.Random) -> Paper:
        """Draw a paper by the rules of the quiz. Raises NotEnoughQuestions."""
        return draw_paper(
            self.as_lines(),
            rng,
            shuffle_questions=self.shuffle_questions,
            shuffle_options=self.shuffle_options,
        )

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

    def as_line(self) -> Line:
        tags = frozenset(tag.pk for tag in self.tags.all()) if self.bank_id else frozenset()
        return Line(self.question_id, self.bank_id, tags, self.count, self.mark)
