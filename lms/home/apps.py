from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self) -> None:
        from lms.core.navigation import Entry, Menu, register_entry

        register_entry(Entry(_("Home"), "/", order=10, is_exact=True))
        register_entry(Entry(_("Help"), "/help/", order=90, menu=Menu.ACCOUNT))
