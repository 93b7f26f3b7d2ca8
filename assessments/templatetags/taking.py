"""What the page of a quiz shows of a learner's record."""

from django import template
from django.template import Context
from django.utils import timezone

from assessments.quizzes.models import QuizPage
from assessments.taking.quiz_page import QuizView
from assessments.taking.quiz_page import quiz_view as read_quiz

register = template.Library()


@register.simple_tag(takes_context=True)
def quiz_view(context: Context, quiz: QuizPage) -> QuizView:
    """Return the rules of a quiz, the reader's attempts and the one thing to do next."""
    return read_quiz(context["request"], quiz, timezone.now())
