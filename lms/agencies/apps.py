from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "lms.agencies"
    label = "agencies"
