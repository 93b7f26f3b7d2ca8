"""What changes in the assessments room, one function a change."""

from assessments.services.questions import publish_question

__all__ = ["publish_question"]
