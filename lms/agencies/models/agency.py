"""Agencies: a stable identity, and dated versions of everything else."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.core.models import Dated, DatedQuerySet, choices_constraint, dated_constraint


class AgencyKind(models.TextChoices):
    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Provincial department")
    OFFICE = "office", _("Office or inspectorate")
    DIVISION = "division", _("Division of a department")
    PUBLIC_UNIT = "public_unit", _("Public service unit")
    PARTY_BODY = "party_body", _("Party or mass organisation")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune or ward")
    COMMUNE_DIVISION = "commune_division", _("Division of a commune")


class Agency(ClusterableModel):
    """The stable identity of an agency; everything that can change is in its versions."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9-]*\Z", _("Use letters, digits and hyphens only.")
            )
        ],
        help_text=_("Stable and never reused: it stands in addresses and files."),
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ("code",)
        permissions = [
            ("administer_province", gettext_noop("Can see and administer the whole province"))
        ]

    def __str__(self) -> str:
        version = self.present_version
        return version.name if version else self.code

    @property
    def present_version(self) -> "AgencyVersion | None":
        """The version of today: the last one of what has ceased, the first of what is to come."""
        versions = sorted(self.versions.all(), key=lambda v: v.valid_from)
        begun = [v for v in versions if v.valid_from <= timezone.localdate()]
        return begun[-1] if begun else next(iter(versions), None)

    def name_on(self, day: dt.date) -> str:
        """Return the name of a day: the last one if it had ceased, the first if it was to come."""
        versions = sorted(self.versions.all(), key=lambda v: v.valid_from)
        begun = [v for v in versions if v.valid_from <= day]
        version = begun[-1] if begun else next(iter(versions), None)
        return version.name if version else self.code

    def former_names(self) -> list[str]:
        """Return the names it had before, the newest first, without that of today."""
        present = self.present_version
        if present is None:
            return []
        versions = sorted(self.versions.all(), key=lambda v: v.valid_from, reverse=True)
        before = [v.name for v in versions if v.valid_from < present.valid_from]
        return [name for name in dict.fromkeys(before) if name != present.name]


class AgencyVersion(Dated):
    """Name, kind and place in the tree of one agency for a time.

    Versions of one agency never overlap and, taken together, leave no gap: see
    `lms.agencies.services.check_versions`.
    """

    agency = ParentalKey(Agency, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind)
    parent = models.ForeignKey(
        Agency,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="child_versions",
    )
    electronic_identifier = models.CharField(
        _("electronic identifier"),
        max_length=35,
        blank=True,
        validators=[
            RegexValidator(
                r"^[A-Z]\d{2}(\.\d{1,3}){0,5}\Z", _("Write it as in H02.15 or H02.15.3.")
            )
        ],
    )
    legacy_identifier = models.CharField(
        _("former identifier"),
        max_length=35,
        blank=True,
        help_text=_("The form used before 2020, such as 000.00.05.H02."),
    )
    position = models.PositiveIntegerField(_("order in lists"), default=0)
    decision_number = models.CharField(_("decision number"), max_length=100, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an agency")
        verbose_name_plural = _("versions of agencies")
        ordering = ("valid_from",)
        constraints = [
            dated_constraint("agencyversion_ceases_after_start"),
            choices_constraint("agencyversion_kind", "kind", AgencyKind),
            models.UniqueConstraint(
                fields=("agency", "valid_from"),
                name="agencyversion_one_start_a_day",
                violation_error_message=_(
                    "Another act on this agency takes effect on the same day."
                ),
            ),
            models.UniqueConstraint(
                fields=("agency",),
                condition=models.Q(valid_to__isnull=True),
                name="agencyversion_one_open",
                violation_error_message=_("The agency has a version without an end already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name
