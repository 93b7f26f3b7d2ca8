"""Whom a change of a question concerns, and where the question is asked."""

from django.db.models import Q

from assessments.banks.models import Question
from assessments.quizzes.models import QuizItem, QuizPage
from lms.accounts.models import User


def people_who_answered(question: Question) -> int:
    """Count the learners with a graded answer to any version of a question."""
    answered = Q(attempts__gradings__responses__question_version__question=question)
    return User.objects.filter(answered).distinct().count()


def quizzes_asking(question: Question) -> int:
    """Count the quizzes that name a question or may draw it from its bank."""
    tags = {tag.pk for tag in question.tags.all()}
    fixed = set(QuizPage.objects.filter(items__question=question).values_list("pk", flat=True))
    draws = QuizItem.objects.filter(bank=question.bank_id).prefetch_related("tags")
    drawn = {item.quiz_id for item in draws if {tag.pk for tag in item.tags.all()} <= tags}
    return len(fixed | drawn)
