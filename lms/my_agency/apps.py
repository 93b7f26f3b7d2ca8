from django.apps import AppConfig


class MyAgencyConfig(AppConfig):
    name = "lms.my_agency"
    label = "my_agency"
