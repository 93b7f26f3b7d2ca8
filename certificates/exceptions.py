"""Why a certificate is not issued, issued anew or revoked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CertificateRefused(Exception):
    """Base class; `message` is for the person who asked."""

    message: str | Promise = _("The certificate could not be changed.")

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__()
        self.message = message or self.message

    def __str__(self) -> str:
        return str(self.message)


class ReasonMissing(CertificateRefused):
    message = _("Say why the certificate is revoked: the reason is shown to the learner.")


class DocumentExpired(CertificateRefused):
    message = _("The document has expired, so that a corrected one would not be valid either.")
