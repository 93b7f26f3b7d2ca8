from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"

    def ready(self) -> None:
        from lms.core import checks  # noqa: F401
        from lms.core.translations.mended_lazily import translate_for_each_reader
        from lms.core.translations.mended_names import name_what_has_no_name

        translate_for_each_reader()
        name_what_has_no_name()
