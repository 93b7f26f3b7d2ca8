from courses.models.activity import ActivityPage, LessonPage
from courses.models.catalogue import CataloguePage, Topic
from courses.models.course import (
    ActivityOrder,
    CourseLegalBasis,
    CourseOutcome,
    CoursePage,
    EnrolmentPolicy,
    ModulePage,
)

__all__ = [
    "ActivityOrder",
    "ActivityPage",
    "CataloguePage",
    "CourseLegalBasis",
    "CourseOutcome",
    "CoursePage",
    "EnrolmentPolicy",
    "LessonPage",
    "ModulePage",
    "Topic",
]
