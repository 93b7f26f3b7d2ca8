"""The mail to the holder of a new document."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.printing import printed_on
from lms.accounts.mails import WrittenMail, write_mail
from lms.accounts.models import User
from lms.notifications.kinds import MailKind
from lms.notifications.services import post_mail

ISSUED = "certificates.issued"


def announce_certificate(certificate: Certificate) -> None:
    """Owe the holder the word that the document is there; once for each document."""
    about = f"certificate:{certificate.pk}"
    post_mail(kind=ISSUED, user=certificate.learner, about=about, key=f"{ISSUED}:{certificate.pk}")


def write_issued(user: User, about: str) -> WrittenMail | None:
    """Tell the holder where the document is; None when it has been revoked meanwhile.

    The document itself is not attached: it holds personal data, and mailboxes are forwarded.
    """
    certificate = Certificate.objects.get(pk=int(about.removeprefix("certificate:")))
    if certificate.revoked_at is not None:
        return None
    printed = printed_on(certificate)
    detail = reverse("certificate_detail", args=[certificate.serial])
    base = settings.WAGTAILADMIN_BASE_URL
    with translation.override(user.language or settings.LANGUAGE_CODE):
        kind = certificate.printed_kind
    return write_mail(
        user=user,
        template="emails/certificate_issued",
        context={
            "course_title": certificate.course_title,
            "document_kind": kind,
            "register_number": certificate.register_number,
            "valid_through": printed.valid_through,
            "certificate_url": urljoin(base, detail),
            "verification_url": urljoin(base, certificate.get_verification_path()),
        },
    )


ISSUED_MAIL = MailKind(ISSUED, _("Certificate issued"), write_issued)
