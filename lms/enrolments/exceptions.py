"""Refusals of the learning room, each with a sentence for the learner."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class LearningRefused(Exception):
    """Something a learner may not do now; `message` says why and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class EnrolmentRefused(LearningRefused):
    """The course cannot be taken up, or given up, by this learner."""


class AssignmentRefused(LearningRefused):
    """An assignment cannot be changed or taken away: it is not in force as it was shown."""


class EnrolmentClosed(LearningRefused):
    """The enrolment was withdrawn: nothing more is recorded in it."""

    def __init__(self) -> None:
        super().__init__(_("You have withdrawn from this course. Enrol again to go on learning."))


class ActivityNotInCourse(LearningRefused):
    """The page is no activity of the enrolment's course."""

    def __init__(self) -> None:
        super().__init__(_("This activity is not part of the course."))


class ActivityLocked(LearningRefused):
    """An earlier activity must be completed first."""


class TooSoon(LearningRefused):
    """The course demands more time on the lesson than the server has measured."""

    def __init__(self, seconds_missing: int) -> None:
        self.seconds_missing = seconds_missing
        minutes = max(1, -(-seconds_missing // 60))
        super().__init__(
            ngettext(
                "This course asks for some time with each lesson. "
                "Please read on for about %(count)d more minute, then mark it as read.",
                "This course asks for some time with each lesson. "
                "Please read on for about %(count)d more minutes, then mark it as read.",
                minutes,
            )
            % {"count": minutes}
        )
