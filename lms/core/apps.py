from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from lms.core.collation import teach_sqlite

        connection_created.connect(teach_sqlite, dispatch_uid="the Vietnamese alphabet")
