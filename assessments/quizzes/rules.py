"""The rules a new quiz begins with, by its purpose, and what is doubtful about rules."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.words import FeedbackRelease, QuizPurpose

if TYPE_CHECKING:
    from assessments.quizzes.models import QuizPage

# Below this pass mark (percent) a final quiz says little.
LOW_PASS_MARK = 50

# A final quiz gives its questions and keys away neither by trying often nor by failing. A quiz
# that exists keeps the rules it was published with.
FIRST_RULES: dict[QuizPurpose, dict[str, Any]] = {
    QuizPurpose.FINAL: {
        "attempts_allowed": 3,
        "wait_hours": 24,
        "feedback_release": FeedbackRelease.AFTER_PASS_OR_LAST,
    },
    QuizPurpose.PRACTICE: {
        "attempts_allowed": None,
        "wait_hours": 0,
        "feedback_release": FeedbackRelease.AFTER_SUBMISSION,
    },
}


def doubts_about(quiz: "QuizPage") -> list[str]:
    """Return what whoever sets or approves the rules of a quiz should think about again."""
    if quiz.purpose != QuizPurpose.FINAL:
        return []
    names = {"title": quiz.get_admin_display_title(), "percent": quiz.pass_mark}
    doubts = []
    if quiz.pass_mark < LOW_PASS_MARK:
        doubts.append(
            _("The final quiz “%(title)s” is passed with %(percent)d%%: guessing may be enough.")
            % names
        )
    shown = quiz.feedback_release == FeedbackRelease.AFTER_SUBMISSION
    if shown and quiz.attempts_allowed != 1:
        doubts.append(
            _(
                "The final quiz “%(title)s” shows the right answers after each attempt: whoever "
                "tries often can read them off."
            )
            % names
        )
    elif quiz.attempts_allowed is None:
        doubts.append(_("The final quiz “%(title)s” may be tried without limit.") % names)
    return doubts
