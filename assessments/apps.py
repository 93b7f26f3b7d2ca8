from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"

    def ready(self) -> None:
        from assessments.models import Question
        from assessments.upkeep.people import quizzes_asking
        from lms.cms.usage import count_usage_by
        from lms.web.admission import register_priority_addresses

        count_usage_by(Question, quizzes_asking)
        # Under the clock of an attempt nobody is asked to wait.
        register_priority_addresses("/attempts/")
