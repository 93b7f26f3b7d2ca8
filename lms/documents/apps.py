from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lms.documents"
    label = "documents"

    def ready(self) -> None:
        from lms.documents import checks  # noqa: F401
