from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"

    def ready(self) -> None:
        from lms.web.admission import register_priority_addresses

        # Under the clock of an attempt nobody is asked to wait.
        register_priority_addresses("/attempts/")
