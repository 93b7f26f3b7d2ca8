"""Question banks: what authors edit, and the immutable versions that attempts are judged by."""

from html import unescape
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.fields import RichTextField

from assessments.banks.access import editable_catalogue_ids
from assessments.banks.content import QuestionContent
from assessments.banks.fields import AnswersField
from assessments.question_types import QUESTION_TYPES
from assessments.words import Difficulty, QuestionStatus
from courses.models import CataloguePage
from lms.accounts.models import User
from lms.competencies.models import Competency
from lms.core.collation import alphabetical
from lms.core.models import choices_constraint
from lms.core.text import clean, fold

QUESTION_TEXT_FEATURES = ["bold", "italic", "ul", "ol", "superscript", "subscript", "code"]


def plain_words(html: str) -> str:
    """Return the words of a rich text, without its tags."""
    return clean(unescape(strip_tags(html.replace("</p>", " ").replace("<br/>", " "))))


class QuestionBankQuerySet(models.QuerySet["QuestionBank"]):
    def visible_to(self, user: User) -> Self:
        """Banks of the catalogues whose pages `user` may edit."""
        ids = editable_catalogue_ids(user)
        return self if ids is None else self.filter(catalogue_id__in=ids)


class QuestionBank(models.Model):
    """A set of questions that belongs to one part of the catalogue, as its courses do."""

    name = models.CharField(_("name"), max_length=200)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    catalogue = models.ForeignKey(
        CataloguePage,
        verbose_name=_("catalogue"),
        on_delete=models.PROTECT,
        related_name="question_banks",
        help_text=_("Whoever may edit the courses of this catalogue may edit the bank."),
    )

    objects = QuestionBankQuerySet.as_manager()

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = (alphabetical("name"),)

    def __str__(self) -> str:
        return self.name


class QuestionTag(TagBase):
    free_tagging = True

    class Meta:
        verbose_name = _("question tag")
        verbose_name_plural = _("question tags")


class TaggedQuestion(ItemBase):
    tag = models.ForeignKey(QuestionTag, on_delete=models.CASCADE, related_name="tagged_questions")
    content_object = ParentalKey(
        "assessments.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(bank__in=QuestionBank.objects.visible_to(user))

    def drawable(self) -> Self:
        """Ready questions, which have a version and may be put into a new paper."""
        return self.filter(status=QuestionStatus.READY, current_version__isnull=False)


class Question(ClusterableModel):
    """What an author edits. Learners only ever meet its frozen versions."""

    bank = models.ForeignKey(
        QuestionBank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="questions"
    )
    reference = models.CharField(
        _("reference"),
        max_length=60,
        blank=True,
        help_text=_("An identifier of your own, unique in the bank; imports recognise it."),
    )
    text = RichTextField(_("question"), features=QUESTION_TEXT_FEATURES)
    # The type of the block in `content`, so that lists can be filtered by it.
    kind = models.CharField(_("kind"), max_length=30, editable=False, db_index=True)
    content = AnswersField(verbose_name=_("answers"))
    explanation = RichTextField(
        _("explanation"),
        blank=True,
        features=QUESTION_TEXT_FEATURES,
        help_text=_("Shown with the feedback: why the answer is right."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("When the facts asked for run out, if that is known."),
    )
    competency = models.ForeignKey(
        Competency,
        verbose_name=_("competency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM
    )
    status = models.CharField(
        _("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.DRAFT
    )
    current_version = models.OneToOneField(
        "assessments.QuestionVersion",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="current_of",
    )
    # Who changed what people have answered: it waits for a second person.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    folded_text = models.TextField(editable=False, blank=True)
    tags = ClusterTaggableManager(
        through=TaggedQuestion, blank=True, verbose_name=_("tags"), related_name="questions"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("bank", "reference", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("bank", "reference"),
                condition=~models.Q(reference=""),
                name="question_reference_unique",
                violation_error_message=_("Another question of this bank has this reference."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="ready") | models.Q(current_version__isnull=False),
                name="question_ready_has_version",
                violation_error_message=_("A ready question has a version."),
            ),
            choices_constraint("question_difficulty", "difficulty", Difficulty),
            choices_constraint("question_status", "status", QuestionStatus),
        ]

    def __str__(self) -> str:
        return Truncator(self.plain_text).words(24, truncate=" …")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.content[0].block_type if self.content else ""
        self.folded_text = fold(f"{self.plain_text} {self.reference}")
        super().save(*args, **kwargs)

    @property
    def plain_text(self) -> str:
        return plain_words(self.text)

    @property
    def kind_label(self) -> str:
        return str(QUESTION_TYPES[self.kind].label) if self.kind in QUESTION_TYPES else ""


class QuestionVersion(models.Model):
    """A question as it stood: plain JSON with stable option ids, never changed.

    `content` is a stored QuestionContent, read as `frozen`. It never leaves the server whole.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ("question", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("question", "number"),
                name="questionversion_unique",
                violation_error_message=_("The question was changed in between."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @cached_property
    def frozen(self) -> QuestionContent:
        return QuestionContent.from_json(self.kind, self.content)
