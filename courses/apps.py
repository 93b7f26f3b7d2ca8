from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"

    def ready(self) -> None:
        from lms.core.navigation import Entry, register_entry

        register_entry(Entry(_("Courses"), "/courses/", order=20))
