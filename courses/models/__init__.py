from courses.models.activity import ActivityPage, LessonPage
from courses.models.catalogue import CatalogueCollection, CataloguePage, Topic
from courses.models.course import ActivityOrder, CoursePage, EnrolmentPolicy
from courses.models.course_parts import CourseLegalBasis, CourseOutcome
from courses.models.module import ModulePage

__all__ = [
    "ActivityOrder",
    "ActivityPage",
    "CatalogueCollection",
    "CataloguePage",
    "CourseLegalBasis",
    "CourseOutcome",
    "CoursePage",
    "EnrolmentPolicy",
    "LessonPage",
    "ModulePage",
    "Topic",
]
