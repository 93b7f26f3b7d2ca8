from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "lms.agencies"
    label = "agencies"

    def ready(self) -> None:
        from lms.accounts.event_words import register_event_words
        from lms.agencies.models import AgencyRoleKind

        register_event_words({kind.value: kind.label for kind in AgencyRoleKind})
