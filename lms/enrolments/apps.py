from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "lms.enrolments"
    label = "enrolments"
