from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentsConfig(AppConfig):
    name = "lms.enrolments"
    label = "enrolments"

    def ready(self) -> None:
        from lms.core.navigation import Entry, register_entry, signed_in

        register_entry(Entry(_("My learning"), "/my/learning/", order=30, shown=signed_in))
