"""Certificates as issued: everything printed is frozen, the document itself is kept."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from certificates.printing import printed_on
from certificates.replaced import ReplacedFile
from certificates.words import CertificateStatus, DocumentKind, DoubtDecision
from lms.accounts.models import User
from lms.core.collation import alphabetical
from lms.core.days import end_of, last_day_before
from lms.core.models import choices_constraint
from lms.core.storage import records_storage

__all__ = ["Certificate", "CertificateDesign", "Doubt", "RegisterYear", "ReplacedFile"]

# No 0/O, 1/I/L, U: a serial is read out on the telephone. 30**16 is about 2**78.
SERIAL_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_serial() -> str:
    """Return 16 random characters in groups of four: no order to guess, nothing to walk."""
    groups = ("".join(secrets.choice(SERIAL_ALPHABET) for _i in range(4)) for _g in range(4))
    return "-".join(groups)


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

    def newest_edition(self, source_reference: str) -> "Certificate | None":
        """Return the document of a source: the corrected one, where there is one."""
        return self.filter(source_reference=source_reference).order_by("edition").last()

    def without_pdf(self) -> Self:
        """Documents whose task has not run, or was lost."""
        return self.filter(pdf="")

    def standing(self, status: CertificateStatus, day: dt.date) -> Self:
        """Documents with a status on a day; the same rule as `Certificate.status_on`."""
        return self.filter(standing_on(day)[status])

    def renewals_of(self, certificate: "Certificate | None" = None) -> Self:
        """Documents of a later completion of the same course by the same learner, first to last.

        Without a certificate: those of the row of an outer query.
        """
        learner, course, earned_on, pk = (
            getattr(certificate, name) if certificate else models.OuterRef(name)
            for name in ("learner_id", "course_reference", "earned_on", "pk")
        )
        # Two on one day: the one issued last.
        later = models.Q(earned_on__gt=earned_on) | models.Q(earned_on=earned_on, pk__gt=pk)
        return self.filter(later, learner_id=learner, course_reference=course).order_by(
            "earned_on", "pk"
        )

    def counting_on(self, day: dt.date) -> Self:
        """Documents issued by a day and not revoked on it: what may stand before another one."""
        return self.filter(issued_on__lte=day).exclude(revoked_on(day))

    def with_status(self, day: dt.date | None = None) -> Self:
        """Fetch the status on a day (today) along with the rows: `Certificate.status` reads it."""
        met = standing_on(day or timezone.localdate())
        whens = [
            models.When(condition, then=models.Value(status)) for status, condition in met.items()
        ]
        return self.annotate(
            known_status=models.Case(*whens, output_field=models.CharField(max_length=10))
        )


def revoked_on(day: dt.date) -> models.Q:
    return models.Q(revoked_at__isnull=False, revoked_at__lt=end_of(day))


def standing_on(day: dt.date) -> dict[CertificateStatus, models.Q]:
    """Return the condition of each status on a day; every certificate meets exactly one.

    A renewal that is revoked takes nobody's place: the document before it stands again. One that
    was replaced by a corrected document never does.
    """
    revoked = revoked_on(day)
    expired = models.Q(expires_on__lte=day)
    replaced = Certificate.objects.filter(replaces=models.OuterRef("pk"), issued_on__lte=day)
    renewed = Certificate.objects.renewals_of().counting_on(day)
    superseded = models.Q(models.Exists(replaced)) | models.Q(models.Exists(renewed))
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
    # What earned it, e.g. "enrolment:42"; a corrected document is another edition of it.
    source_reference = models.CharField(_("earned by"), max_length=100)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    # The day of the completion: of two documents of a course, the later one counts.
    earned_on = models.DateField(_("earned on"))
    # Everything that is printed, frozen: see certificates.printing.PrintedCertificate.
    printed = models.JSONField()
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)
    pdf = models.FileField(storage=records_storage, upload_to="certificates/%Y/", blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True, db_index=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    reissued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued anew by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reissue_reason = models.CharField(_("reason for issuing anew"), max_length=500, blank=True)
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
            # So that issuing twice gives one document.
            models.UniqueConstraint(
                fields=("source_reference", "edition"),
                name="certificate_once_per_edition",
                violation_error_message=_("This completion has its document already."),
            ),
            models.CheckConstraint(
                condition=models.Q(edition=1, replaces__isnull=True)
                | models.Q(edition__gt=1, replaces__isnull=False),
                name="certificate_edition_replaces",
                violation_error_message=_("A corrected document names the one that it replaces."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gt=models.F("issued_on")),
                name="certificate_expires_after_issue",
                violation_error_message=_("A document expires after the day it was issued."),
            ),
        ]
        indexes = [
            models.Index(fields=("learner", "issued_on")),
            models.Index(
                fields=("learner", "course_reference", "earned_on"), name="certificate_renewals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_number} – {self.course_title}"

    def status_on(self, day: dt.date) -> CertificateStatus:
        """Return the standing on a day, as `standing_on` does."""
        if self.revoked_at is not None and timezone.localdate(self.revoked_at) <= day:
            return CertificateStatus.REVOKED
        if self.expires_on is not None and self.expires_on <= day:
            return CertificateStatus.EXPIRED
        if self.successor_on(day) is not None:
            return CertificateStatus.SUPERSEDED
        return CertificateStatus.VALID

    @property
    def replacement(self) -> "Certificate | None":
        """The corrected document that was issued in its place."""
        return getattr(self, "replaced_by", None)

    def successor_on(self, day: dt.date) -> "Certificate | None":
        """Return the document that stands in its place on a day: corrected, or a renewal."""
        replacement = self.replacement
        if replacement is not None and replacement.issued_on <= day:
            return replacement
        return Certificate.objects.renewals_of(self).counting_on(day).last()

    @property
    def status(self) -> CertificateStatus:
        """The standing today, or on the day asked for by `with_status`."""
        known = getattr(self, "known_status", None)
        return CertificateStatus(known) if known else self.status_on(timezone.localdate())

    @property
    def valid_through(self) -> dt.date | None:
        """The last day on which it is valid, as printed; None when it does not expire."""
        return last_day_before(self.expires_on)

    @property
    def is_standing(self) -> bool:
        return self.status == CertificateStatus.VALID

    @property
    def printed_kind(self) -> str:
        """What the document calls itself, in the interface's language."""
        return str(DocumentKind(printed_on(self).document_kind).label)

    def get_verification_path(self) -> str:
        return reverse("verify_certificate", args=[self.serial])


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def open(self) -> Self:
        """Doubts that a person has still to decide: not those of documents revoked meanwhile."""
        return self.filter(decision="", certificate__revoked_at__isnull=True)


class Doubt(models.Model):
    """That a result behind a document was changed, and what was decided. Rows are only added."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="doubts")
    cause = models.CharField(_("what happened"), max_length=500)
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("raised by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=DoubtDecision, blank=True, default=""
    )
    decision_reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt about a certificate")
        verbose_name_plural = _("doubts about certificates")
        ordering = ("raised_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("certificate",),
                condition=models.Q(decision=""),
                name="doubt_one_open_per_certificate",
                violation_error_message=_("Somebody is deciding about this document already."),
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(
                    ~models.Q(decision=""),
                    ~models.Q(decision_reason=""),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="doubt_decision_is_whole",
                violation_error_message=_(
                    "A decision has a reason, a time and somebody who made it."
                ),
            ),
            choices_constraint("doubt_decision", "decision", DoubtDecision, blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.cause}"
