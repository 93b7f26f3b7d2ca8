from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def may_enter(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin")


class CMSConfig(AppConfig):
    name = "lms.cms"
    label = "cms"

    def ready(self) -> None:
        from lms.cms.changes import change_the_library
        from lms.core.navigation import Entry, register_entry

        change_the_library()
        register_entry(Entry(_("Content management"), "/cms/", order=70, shown=may_enter))
