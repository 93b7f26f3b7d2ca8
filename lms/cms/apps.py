from django.apps import AppConfig


class CMSConfig(AppConfig):
    name = "lms.cms"
    label = "cms"

    def ready(self) -> None:
        from lms.cms.changes import change_the_library

        change_the_library()
