"""Why a certificate is not issued, issued anew, revoked or handed out."""

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


class StorageUnavailable(CertificateRefused):
    """The storage of documents does not answer, or does not keep what it is given."""

    message = _(
        "The document cannot be read from its storage just now. It is not lost: try again in some "
        "minutes, and tell the administrators if that does not help."
    )


class DocumentExpired(CertificateRefused):
    message = _("The document has expired, so that a corrected one would not be valid either.")
