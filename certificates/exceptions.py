"""Why a certificate is not issued or not revoked."""

from django.utils.translation import gettext_lazy as _


class CertificateRefused(Exception):
    """Base class; `message` is for the person who asked."""

    message = _("The certificate could not be changed.")

    def __str__(self) -> str:
        return str(self.message)


class ReasonMissing(CertificateRefused):
    message = _("Say why the certificate is revoked: the reason is shown to the learner.")
