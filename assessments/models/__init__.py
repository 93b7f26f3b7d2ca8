from assessments.models.attempt import (
    AnswerEvent,
    Attempt,
    AttemptState,
    Grading,
    GradingReason,
    Response,
    ResponseState,
)
from assessments.models.bank import (
    Difficulty,
    Question,
    QuestionBank,
    QuestionStatus,
    QuestionTag,
    QuestionVersion,
    TaggedQuestion,
)
from assessments.models.quiz import (
    FeedbackRelease,
    GradingMethod,
    QuizItem,
    QuizLayout,
    QuizPage,
    QuizPurpose,
)

__all__ = [
    "AnswerEvent",
    "Attempt",
    "AttemptState",
    "Difficulty",
    "FeedbackRelease",
    "Grading",
    "GradingMethod",
    "GradingReason",
    "Question",
    "QuestionBank",
    "QuestionStatus",
    "QuestionTag",
    "QuestionVersion",
    "QuizItem",
    "QuizLayout",
    "QuizPage",
    "QuizPurpose",
    "Response",
    "ResponseState",
    "TaggedQuestion",
]
