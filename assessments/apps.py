from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"

    def ready(self) -> None:
        from assessments.marking.gradings import close_expired_attempts
        from lms.web.admission import register_priority_addresses
        from lms.web.owed import Owed, register_owed

        # Under the clock of an attempt nobody is asked to wait.
        register_priority_addresses("/attempts/")
        register_owed(Owed("attempts", close_expired_attempts, order=0))
