"""What happened in a quiz: the frozen paper, the ledger of answers, the gradings."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.banks.models import QuestionVersion
from assessments.quizzes.models import QuizPage
from assessments.words import AttemptState, GradingReason, ResponseState
from lms.accounts.models import User
from lms.core.models import choices_constraint
from lms.enrolments.models import Enrolment


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_learner(self, user: User) -> Self:
        return self.filter(learner=user)

    def in_progress(self) -> Self:
        return self.filter(state=AttemptState.IN_PROGRESS)

    def graded(self) -> Self:
        return self.filter(state=AttemptState.GRADED)

    def of_person(self, learner: int, quiz: int, *, after: Combinable) -> Self:
        """The attempts of a person at a quiz, in all enrolments that began after one, in order."""
        mine = self.filter(learner=learner, quiz=quiz, enrolment__gt=after)
        return mine.order_by("started_at", "enrolment", "number")


class Attempt(models.Model):
    """One try at one quiz, judged by what was frozen when it started.

    `paper` is a stored Paper: {"version": 1, "slots": [{"slot": 1, "version": 17, "mark": "1.00",
    "options": ["a", "c", …]}]}, where the version of a slot is that of its question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts"
    )
    quiz = models.ForeignKey(QuizPage, on_delete=models.PROTECT, related_name="attempts")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    paper = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=AttemptState, default=AttemptState.IN_PROGRESS)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Number and hash of the newest entry of the ledger: an entry that was removed is missed.
    last_sequence = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)
    # Slots the learner has marked to come back to.
    flagged = models.JSONField(default=list, blank=True)
    # The result of the grading in force; a regrade adds a grading and moves these.
    fraction = models.DecimalField(max_digits=9, decimal_places=7, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("-started_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("enrolment", "quiz", "number"),
                name="attempt_number_unique",
                violation_error_message=_("This attempt is there already."),
            ),
            models.UniqueConstraint(
                fields=("learner", "quiz"),
                condition=models.Q(state="in_progress"),
                name="attempt_one_in_progress",
                violation_error_message=_("Another attempt at this quiz is still running."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="in_progress", fraction__isnull=True, passed__isnull=True)
                | models.Q(
                    state="graded",
                    fraction__isnull=False,
                    passed__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="attempt_graded_has_result",
                violation_error_message=_("A graded attempt has a result, a running one has none."),
            ),
            choices_constraint("attempt_state", "state", AttemptState),
        ]
        indexes = [models.Index(fields=("state", "deadline"))]

    def __str__(self) -> str:
        return f"{self.pk}"

    def is_expired(self, now: dt.datetime) -> bool:
        return self.deadline is not None and now >= self.deadline


class AnswerEvent(models.Model):
    """One saved answer. The ledger only grows; a slot's answer is its last event.

    An answer has no version of its own: it is read by the question version it answers.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    slot = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        ordering = ("attempt", "sequence")
        constraints = [
            models.UniqueConstraint(
                fields=("attempt", "sequence"),
                name="answerevent_sequence",
                violation_error_message=_("Another answer was saved in between."),
            )
        ]


class Grading(models.Model):
    """One judgement of a whole attempt; the one with the highest number is in force."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="gradings")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20, choices=GradingReason)
    note = models.CharField(max_length=500, blank=True)
    graded_at = models.DateTimeField(default=timezone.now)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fraction = models.DecimalField(max_digits=9, decimal_places=7)
    passed = models.BooleanField()

    class Meta:
        verbose_name = _("grading")
        verbose_name_plural = _("gradings")
        ordering = ("attempt", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("attempt", "number"),
                name="grading_number_unique",
                violation_error_message=_("The attempt was graded in between."),
            ),
            choices_constraint("grading_reason", "reason", GradingReason),
        ]


class Response(models.Model):
    """An answer with its grade, in one grading."""

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="responses")
    slot = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="responses"
    )
    answer = models.JSONField(null=True)
    fraction = models.DecimalField(max_digits=9, decimal_places=7)
    mark = models.DecimalField(max_digits=9, decimal_places=4)
    max_mark = models.DecimalField(max_digits=6, decimal_places=2)
    state = models.CharField(max_length=12, choices=ResponseState)
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ("grading", "slot")
        constraints = [
            models.UniqueConstraint(
                fields=("grading", "slot"),
                name="response_once_per_slot",
                violation_error_message=_("Each question of an attempt is graded once."),
            ),
            choices_constraint("response_state", "state", ResponseState),
        ]


class KeptAnswers(models.Model):
    """A page of answers that arrived while nobody was signed in; deleted within hours.

    `body` is the form as it was encoded, `question` the one in view where each has its own page.
    Whoever signs in to the session it came from lets it count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="kept")
    question = models.PositiveSmallIntegerField(default=1)
    body = models.TextField()
    network = models.CharField(max_length=64, blank=True, db_index=True)
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("kept answers")
        verbose_name_plural = _("kept answers")
        ordering = ("received_at",)
