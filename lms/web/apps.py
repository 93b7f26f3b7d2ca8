from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lms.web"
    label = "web"

    def ready(self) -> None:
        from lms.core.navigation import register_open_addresses
        from lms.web.left_tasks import take_up_left_tasks
        from lms.web.owed import Owed, register_owed

        register_owed(Owed("tasks", take_up_left_tasks, order=10))
        register_open_addresses("/static/", "/healthz", "/readyz")
