from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"


class CMSUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our own forms: people here have one full name."""

    user_viewset = "lms.accounts.viewsets.UserViewSet"
