from django.apps import AppConfig


class CourseFilesConfig(AppConfig):
    name = "lms.course_files"
    label = "course_files"
