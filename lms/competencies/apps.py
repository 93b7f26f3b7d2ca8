from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetenciesConfig(AppConfig):
    name = "lms.competencies"
    label = "competencies"

    def ready(self) -> None:
        from lms.core.navigation import Entry, register_entry, signed_in

        register_entry(Entry(_("My competencies"), "/my/competencies/", order=40, shown=signed_in))
