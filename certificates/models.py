"""Certificates as issued: everything printed is frozen, the document itself is kept."""

import datetime as dt
import secrets
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from certificates.printing import PrintedCertificate
from certificates.replaced import ReplacedFile
from certificates.words import CertificateStatus, DocumentKind
from lms.accounts.models import User
from lms.core.collation import alphabetical
from lms.core.days import end_of
from lms.core.models import choices_constraint

__all__ = ["Certificate", "CertificateDesign", "RegisterYear", "ReplacedFile"]

# No 0/O, 1/I/L, U: a serial is read out on the telephone. 30**16 is about 2**78.
SERIAL_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_serial() -> str:
    """Return 16 random characters in groups of four: no order to guess, nothing to walk."""
    groups = ("".join(secrets.choice(SERIAL_ALPHABET) for _i in range(4)) for _g in range(4))
    return "-".join(groups)


def records_storage() -> Any:
    return storages["records"]


NEEDS_AUTHORITY = _(
    "A certificate needs the decision that authorises the institution. "
    "Without one, choose a confirmation or an attestation."
)


class CertificateDesign(PreviewableMixin, models.Model):
    """How a document looks and who issues it; authored in the CMS, frozen on issue."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    document_kind = models.CharField(
        _("kind of document"), max_length=20, choices=DocumentKind, default=DocumentKind.XAC_NHAN
    )
    authority_decision = models.CharField(
        _("decision that authorises the institution"),
        max_length=200,
        blank=True,
        help_text=_("Required for a certificate: only authorised institutions may issue one."),
    )
    governing_body = models.CharField(_("governing body"), max_length=200, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200)
    place = models.CharField(_("place"), max_length=100)
    signer_title = models.CharField(_("signer's title"), max_length=200)
    signer_name = models.CharField(_("signer's name"), max_length=200)
    register_suffix = models.CharField(
        _("sign in the register"),
        max_length=40,
        help_text=_("What follows the number, as in 0012/2026/GXN-SKHCN: here GXN-SKHCN."),
    )
    note = models.CharField(
        _("note at the foot"), max_length=300, blank=True, help_text=_("Printed in small type.")
    )
    background = models.ForeignKey(
        "core.Picture",
        verbose_name=_("background"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = (alphabetical("name"),)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(document_kind="chung_chi") | ~models.Q(authority_decision=""),
                name="design_certificate_needs_authority",
                violation_error_message=NEEDS_AUTHORITY,
            ),
            choices_constraint("design_document_kind", "document_kind", DocumentKind),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say beside the field what the constraint would say above the form."""
        if self.document_kind == DocumentKind.CHUNG_CHI and not self.authority_decision:
            raise ValidationError({"authority_decision": NEEDS_AUTHORITY})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "certificates/preview.html"


class RegisterYear(models.Model):
    """A year's page of the register: the last number allotted, so that there are no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_sequence = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)

    def allot(self) -> int:
        """Return the next number. The caller holds the lock on this row."""
        self.last_sequence += 1
        self.save(update_fields=["last_sequence"])
        return self.last_sequence


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def for_learner(self, user: User) -> Self:
        return self.filter(learner=user)

    def without_pdf(self) -> Self:
        """Documents whose task has not run, or was lost."""
        return self.filter(pdf="")

    def standing(self, status: CertificateStatus, day: dt.date) -> Self:
        """Documents with a status on a day; the same rule as `Certificate.status_on`."""
        return self.filter(standing_on(day)[status])


def standing_on(day: dt.date) -> dict[CertificateStatus, models.Q]:
    """Return the condition of each status on a day; every certificate meets exactly one."""
    revoked = models.Q(revoked_at__lt=end_of(day))
    expired = models.Q(expires_on__lte=day)
    superseded = models.Q(superseded_by__issued_on__lte=day)
    return {
        CertificateStatus.REVOKED: revoked,
        CertificateStatus.EXPIRED: ~revoked & expired,
        CertificateStatus.SUPERSEDED: ~revoked & ~expired & superseded,
        CertificateStatus.VALID: ~revoked & ~expired & ~superseded,
    }


class Certificate(models.Model):
    """One issued document. Nothing in it changes later but its standing."""

    serial = models.CharField(_("serial number"), max_length=19, unique=True, default=new_serial)
    register_year = models.PositiveSmallIntegerField()
    register_sequence = models.PositiveIntegerField()
    register_number = models.CharField(_("register number"), max_length=80)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("learner"),
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    design = models.ForeignKey(
        CertificateDesign,
        verbose_name=_("certificate design"),
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    # The course by reference: certificates outlive courses.
    course_reference = models.CharField(max_length=100)
    course_title = models.CharField(_("course"), max_length=300)
    # What earned it, e.g. "enrolment:42"; unique, so that issuing twice gives one document.
    source_reference = models.CharField(_("earned by"), max_length=100, unique=True)
    # Everything that is printed, frozen: see certificates.printing.PrintedCertificate.
    printed = models.JSONField()
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)
    pdf = models.FileField(storage=records_storage, upload_to="certificates/%Y/", blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True, db_index=True)
    superseded_by = models.OneToOneField(
        "self",
        verbose_name=_("superseded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revocation_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("register_year", "register_sequence"),
                name="certificate_register_unique",
                violation_error_message=_("Another document has this number in the register."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gt=models.F("issued_on")),
                name="certificate_expires_after_issue",
                violation_error_message=_("A document expires after the day it was issued."),
            ),
        ]
        indexes = [models.Index(fields=("learner", "issued_on"))]

    def __str__(self) -> str:
        return f"{self.register_number} – {self.course_title}"

    def status_on(self, day: dt.date) -> CertificateStatus:
        """Return the standing on a day; a revocation outweighs expiry, expiry a successor."""
        if self.revoked_at is not None and timezone.localdate(self.revoked_at) <= day:
            return CertificateStatus.REVOKED
        if self.expires_on is not None and self.expires_on <= day:
            return CertificateStatus.EXPIRED
        if self.superseded_by is not None and self.superseded_by.issued_on <= day:
            return CertificateStatus.SUPERSEDED
        return CertificateStatus.VALID

    @property
    def status(self) -> CertificateStatus:
        return self.status_on(timezone.localdate())

    @property
    def is_standing(self) -> bool:
        return self.status == CertificateStatus.VALID

    @property
    def printed_kind(self) -> str:
        """What the document calls itself, in the interface's language."""
        return str(DocumentKind(PrintedCertificate.from_json(self.printed).document_kind).label)

    def get_verification_path(self) -> str:
        return reverse("verify_certificate", args=[self.serial])
