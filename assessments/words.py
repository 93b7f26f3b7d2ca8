"""The words of the room: what questions, quizzes, attempts and results may be.

Their values stand in the database: a value is added, never renamed.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    READY = "ready", _("Ready")
    RETIRED = "retired", _("Retired")


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


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    GRADED = "graded", _("Graded")


class GradingReason(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("attempt", "Submitted")
    TIME_UP = "time_up", _("Time was up")
    REGRADED = "regraded", _("Regraded")
    ARRIVED = "arrived", _("Answers that had arrived in time")


class ResponseState(models.TextChoices):
    RIGHT = "right", _("Right")
    PARTLY = "partly", _("Partly right")
    WRONG = "wrong", _("Wrong")
    UNANSWERED = "unanswered", _("Not answered")
