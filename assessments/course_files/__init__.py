"""Course folders loaded into the CMS: pages, pictures, banks and quizzes, again and again."""

from assessments.course_files.loading import CourseReport, load_course

__all__ = ["CourseReport", "load_course"]
