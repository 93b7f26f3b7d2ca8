from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from wagtail.admin.views.generic.base import BaseListingView

        from lms.core import checks  # noqa: F401
        from lms.core.bulk_actions import keep_titles_of_others_to_them
        from lms.core.collation import order_listing, teach_sqlite
        from lms.core.comment_mails import mail_comments_to_editors_alone
        from lms.core.slugs import write_plain_addresses
        from lms.core.spreadsheets import make_exports_safe
        from lms.core.translations.mended_lazily import translate_for_each_reader
        from lms.core.translations.mended_names import name_what_has_no_name

        connection_created.connect(teach_sqlite, dispatch_uid="the Vietnamese alphabet")
        BaseListingView.order_queryset = order_listing
        translate_for_each_reader()
        name_what_has_no_name()
        make_exports_safe()
        keep_titles_of_others_to_them()
        mail_comments_to_editors_alone()
        write_plain_addresses()
