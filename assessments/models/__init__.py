"""The models of the room, handed on for Django and for other rooms."""

from assessments.attempts.models import AnswerEvent, Attempt, Grading, KeptAnswers, Response
from assessments.banks.models import (
    Question,
    QuestionBank,
    QuestionTag,
    QuestionVersion,
    TaggedQuestion,
)
from assessments.quizzes.models import QuizItem, QuizPage

__all__ = [
    "AnswerEvent",
    "Attempt",
    "Grading",
    "KeptAnswers",
    "Question",
    "QuestionBank",
    "QuestionTag",
    "QuestionVersion",
    "QuizItem",
    "QuizPage",
    "Response",
    "TaggedQuestion",
]
