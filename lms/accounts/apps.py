from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    # Two configurations live in this module: Django takes none by itself then.
    default = True
    name = "lms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from wagtail.users.models import UserProfile

        from lms.accounts.language import language_in_the_cms

        UserProfile.get_preferred_language = language_in_the_cms


class CMSUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our own forms: people here have one full name."""

    user_viewset = "lms.accounts.viewsets.UserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from lms.accounts.models import User
        from lms.accounts.permissions import PeoplePermissionPolicy

        register_permission_policy(User, PeoplePermissionPolicy(User))
