"""What the page of a quiz shows of a learner's record."""

from django import template
from django.template import Context
from django.utils import timezone

from assessments.quizzes.models import QuizPage
from assessments.taking.quiz_page import QuizView
from assessments.taking.quiz_page import quiz_view as read_quiz
from assessments.taking.running import RunningAttempts
from assessments.taking.running import running_attempts as read_running

register = template.Library()


@register.simple_tag(takes_context=True)
def quiz_view(context: Context, quiz: QuizPage) -> QuizView:
    """Return the rules of a quiz, the reader's attempts and the one thing to do next."""
    return read_quiz(context["request"], quiz, timezone.now())


@register.simple_tag(takes_context=True)
def running_attempts(context: Context, course_id: int | None = None) -> RunningAttempts:
    """Return the attempts the reader is in the middle of: all, or those of a course."""
    request = context["request"]
    if getattr(request, "is_preview", False):
        return RunningAttempts()
    return read_running(request.user, timezone.now(), course_id=course_id)
