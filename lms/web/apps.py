from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lms.web"
    label = "web"

    def ready(self) -> None:
        from lms.core.navigation import register_open_addresses

        register_open_addresses("/static/", "/healthz", "/readyz")
