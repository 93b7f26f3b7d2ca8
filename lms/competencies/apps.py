from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetenciesConfig(AppConfig):
    name = "lms.competencies"
    label = "competencies"

    def ready(self) -> None:
        from lms.competencies.level_fields import choose_by_framework
        from lms.core.navigation import Entry, register_entry, signed_in

        choose_by_framework()
        register_entry(Entry(_("My competencies"), "/my/competencies/", order=40, shown=signed_in))
