from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "lms.translations"
    label = "translations"
