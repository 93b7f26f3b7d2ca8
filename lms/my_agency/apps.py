from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MyAgencyConfig(AppConfig):
    name = "lms.my_agency"
    label = "my_agency"

    def ready(self) -> None:
        from lms.accounts.event_words import register_event_words
        from lms.agencies.access import manages_an_agency_today
        from lms.core.navigation import Entry, register_entry
        from lms.core.panels import register_front_panel
        from lms.my_agency.front import agency_panel

        register_entry(Entry(_("My agency"), "/agency/", order=60, shown=manages_an_agency_today))
        register_front_panel(agency_panel, order=10)
        register_event_words(
            {"people": _("List of people"), "competency_report": _("Competency report")}
        )
