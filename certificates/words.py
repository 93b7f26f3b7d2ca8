"""The words of the room: what a document may be called, and how it may stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What the law lets the issuer call it: see `CertificateDesign.authority_decision`."""

    XAC_NHAN = "xac_nhan", _("Confirmation of course completion")
    CHUNG_NHAN = "chung_nhan", _("Attestation of training")
    CHUNG_CHI = "chung_chi", _("Certificate (authorised institutions only)")


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Superseded")
    REVOKED = "revoked", _("Revoked")


class DoubtDecision(models.TextChoices):
    """What a person decided about a document whose result was changed."""

    KEPT = "kept", _("The document stands")
    REVOKED = "revoked", _("The document is revoked")
