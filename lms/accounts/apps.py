from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

ACCOUNT_PAGES = (
    (_("My account"), "/accounts/"),
    (_("Change password"), "/accounts/password/change/"),
    (_("Two-step sign-in"), "/accounts/2fa/"),
    (_("Signed-in devices"), "/accounts/sessions/"),
    (_("Who looked at my record"), "/accounts/looks/"),
)


class AccountsConfig(AppConfig):
    # Two configurations live in this module: Django takes none by itself then.
    default = True
    name = "lms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from lms.accounts.events import record_export
        from lms.accounts.limits import count_in_the_database
        from lms.cms.exports import tell_of_exports
        from lms.core.navigation import Entry, Menu, register_entry, register_open_addresses

        count_in_the_database()
        tell_of_exports(record_export)
        # Setting up the second factor, confirming the password for that, leaving, language.
        register_open_addresses(
            "/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/", "/language/"
        )
        for order, (label, path) in enumerate(ACCOUNT_PAGES, start=10):
            is_exact = path == "/accounts/"
            register_entry(Entry(label, path, order, Menu.ACCOUNT, is_exact=is_exact))


class CMSUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our own forms: people here have one full name."""

    user_viewset = "lms.accounts.viewsets.UserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from lms.accounts.models import User
        from lms.accounts.permissions import PeoplePermissionPolicy

        register_permission_policy(User, PeoplePermissionPolicy(User))
