"""Refusals of the assessments room; those that reach a learner have a sentence."""

from enum import StrEnum
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class InvalidAnswer(ValueError):
    """The answer cannot belong to this question: unknown option, wrong type, too long."""


class AssessmentRefused(Exception):
    """Something a learner may not do now; `message` says why and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class StartRefusal(StrEnum):
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    WAIT = "wait"
    ALREADY_PASSED = "already_passed"
    NOT_ENROLLED = "not_enrolled"
    LOCKED = "locked"
    NOT_READY = "not_ready"


class AttemptRefused(AssessmentRefused):
    """No attempt may be started now; `reason` is one of StartRefusal."""

    def __init__(self, reason: StartRefusal, message: str | Promise) -> None:
        super().__init__(message)
        self.reason = reason


class StaleSequence(AssessmentRefused):
    """Somebody else, such as another window, has saved since; `current` is the last sequence."""

    def __init__(self, current: int) -> None:
        super().__init__(
            _(
                "Answers were saved from another window or device in the meantime. "
                "Choose which answers count."
            )
        )
        self.current = current


class TooManySaves(AssessmentRefused):
    """More was sent in a minute than anybody types; `seconds` later it is taken again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            _(
                "Too much was saved in the last minute. Nothing is lost: what is on the page is "
                "saved as soon as possible."
            )
        )
        self.seconds = max(1, ceil(seconds))


class TimeIsUp(AssessmentRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Time is up. What was saved before the end has been handed in and graded.")
        )


class AttemptClosed(AssessmentRefused):
    def __init__(self) -> None:
        super().__init__(_("This attempt has been handed in already: its answers are final."))


class NotEnoughQuestions(ValueError):
    """A draw asks for more questions than there are; `pick` is its place in the quiz, from 0."""

    def __init__(self, pick: int, wanted: int, available: int) -> None:
        super().__init__(f"pick {pick}: {wanted} wanted, {available} available")
        self.pick, self.wanted, self.available = pick, wanted, available
