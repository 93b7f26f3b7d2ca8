from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"

    def ready(self) -> None:
        from assessments.attempts.keeping import forget_old
        from assessments.marking.gradings import close_expired_attempts
        from assessments.models import Question
        from assessments.upkeep.people import quizzes_asking
        from lms.cms.usage import count_usage_by
        from lms.web.admission import register_priority_addresses
        from lms.web.owed import Owed, register_owed

        count_usage_by(Question, quizzes_asking)
        # Under the clock of an attempt nobody is asked to wait.
        register_priority_addresses("/attempts/")
        register_owed(Owed("attempts", close_expired_attempts, order=0))
        register_owed(Owed("kept_answers", forget_old, order=40))
