from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"

    def ready(self) -> None:
        from courses.approval.mails import connect_notifiers
        from lms.core.navigation import Entry, register_entry

        connect_notifiers()
        register_entry(Entry(_("Courses"), "/courses/", order=20))
