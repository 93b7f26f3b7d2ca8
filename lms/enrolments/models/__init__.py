from lms.enrolments.models.assignment import Assignment, AssignmentQuerySet
from lms.enrolments.models.enrolment import (
    Enrolment,
    EnrolmentQuerySet,
    EnrolmentSource,
    sum_of_periods,
)
from lms.enrolments.models.progress import ActivityProgress

__all__ = [
    "ActivityProgress",
    "Assignment",
    "AssignmentQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "EnrolmentSource",
    "sum_of_periods",
]
