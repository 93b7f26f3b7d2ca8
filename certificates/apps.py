from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"

    def ready(self) -> None:
        from certificates.keeping import draw_missing
        from certificates.mails import ISSUED_MAIL
        from lms.core.navigation import Entry, register_entry, signed_in
        from lms.notifications.kinds import register_mail
        from lms.web.owed import Owed, register_owed

        register_mail(ISSUED_MAIL)
        register_owed(Owed("certificates", draw_missing, order=20))
        register_entry(Entry(_("My certificates"), "/my/certificates/", order=50, shown=signed_in))
