from django.apps import AppConfig


class CourseFilesConfig(AppConfig):
    name = "lms.course_files"
    label = "course_files"

    def ready(self) -> None:
        from lms.course_files.uploads import remove_old_uploads
        from lms.web.owed import Owed, register_owed

        register_owed(Owed("old_course_uploads", remove_old_uploads, order=90))
