"""What changes in the assessments room, one function a change."""

from assessments.services.answers import flag_questions, save_answer, save_answers
from assessments.services.gradings import (
    close_expired_attempts,
    regrade_attempt,
    submit_attempt,
)
from assessments.services.questions import publish_question
from assessments.services.starting import start_attempt

__all__ = [
    "close_expired_attempts",
    "flag_questions",
    "publish_question",
    "regrade_attempt",
    "save_answer",
    "save_answers",
    "start_attempt",
    "submit_attempt",
]
