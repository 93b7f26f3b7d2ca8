"""The models of the room, handed on for Django and for other rooms."""

from assessments.attempts.models import AnswerEvent, Attempt, Grading, Response
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
    "Question",
    "QuestionBank",
    "QuestionTag",
    "QuestionVersion",
    "QuizItem",
    "QuizPage",
    "Response",
    "TaggedQuestion",
]
