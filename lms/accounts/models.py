"""People: in the register before their first sign-in, known by official code or e-mail."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lms.core.days import end_of
from lms.core.former import KeepsFormerFacts
from lms.core.models import choices_constraint
from lms.core.text import clean, fold, name_sort_key


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, official_code: str, full_name: str, password: str | None = None, **fields: Any
    ) -> "User":
        if fields.get("email"):
            fields["email"] = self.normalize_email(fields["email"])
        user = self.model(official_code=official_code, full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, official_code: str, full_name: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            official_code, full_name, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(official_code__iexact=username)


class User(KeepsFormerFacts, AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by official code or e-mail; sorted by `sort_key`, never by `full_name`."""

    official_code = models.CharField(
        _("official code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("Use letters, digits, dots, hyphens and underscores only."),
            )
        ],
        help_text=_("The code of the person in the personnel register."),
    )
    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=200)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    folded_name = models.CharField(max_length=300, editable=False)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    ethnic_group = models.CharField(
        _("ethnic group"),
        max_length=50,
        blank=True,
        help_text=_("Only for the breakdowns that the law asks for."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("in the register since"), default=timezone.now)

    objects = UserManager()

    dated_facts = ("official_code", "full_name", "gender")
    known_late = ("gender",)
    USERNAME_FIELD = "official_code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "official_code")
        permissions = [("see_ethnic_group", gettext_noop("Can see and enter the ethnic group"))]
        constraints = [
            models.UniqueConstraint(
                Lower("official_code"),
                name="user_official_code_unique",
                violation_error_message=_("Somebody else has this official code."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Somebody else has this e-mail address."),
            ),
            choices_constraint("user_gender", "gender", Gender, blank=True),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_fields()
        self.email = self.email.lower() if self.email else None
        if not self._standing_changes(kwargs.get("update_fields")):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            AccountStanding.objects.create(account=self, may_sign_in=self.is_active)

    def _standing_changes(self, fields: Iterable[str] | None) -> bool:
        """Return whether saving opens or closes the account; a new one is taken to be open."""
        if fields is not None and "is_active" not in fields:
            return False
        stored = User.objects.filter(pk=self.pk).values_list("is_active", flat=True).first()
        return self.is_active != (True if stored is None else stored)

    def set_search_fields(self) -> None:
        """Derive what sorting and searching need from the name; `save` does it, bulk_create not."""
        self.full_name = clean(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        self.folded_name = fold(self.full_name)[:300]

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """What the CMS calls somebody in its menu; names here are one field."""
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1]


class AccountStandingQuerySet(models.QuerySet["AccountStanding"]):
    def closed_on(self, day: dt.date) -> Self:
        """The accounts that were closed at the end of a day, by the row that closed each."""
        later = AccountStanding.objects.filter(
            Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk")),
            account=OuterRef("account"),
            since__lt=end_of(day),
        )
        return self.filter(~Exists(later), may_sign_in=False, since__lt=end_of(day))


class AccountStanding(models.Model):
    """From when on an account was closed, or open again. A change is a new row.

    `User.save` is the one writer; an account without a row has always been open.
    """

    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="standings")
    may_sign_in = models.BooleanField()
    since = models.DateTimeField(default=timezone.now)

    objects = AccountStandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of an account")
        verbose_name_plural = _("standings of accounts")
        ordering = ("-since", "-pk")
        indexes = [models.Index(fields=("account", "since"), name="account_standing")]

    def __str__(self) -> str:
        return f"{self.account}: {self.may_sign_in}"


class EventKind(models.TextChoices):
    SIGN_IN = "sign_in", _("Successful sign-in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    LOCKED = "locked", _("Locked after failed sign-ins")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("Second step failed")
    SECOND_FACTOR_CHANGED = "second_factor_changed", _("Two-step sign-in changed")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    ROLE_GIVEN = "role_given", _("Role given")
    ROLE_TAKEN = "role_taken", _("Role taken away")
    EXPORTED = "exported", _("List of people taken along")
    RECORD_VIEWED = "record_viewed", _("Record of a person opened")


class SecurityEvent(models.Model):
    """What somebody may have to answer for later: see `lms.accounts.events`, its one writer."""

    kind = models.CharField(_("event"), max_length=30, choices=EventKind)
    happened_at = models.DateTimeField(_("when"), db_index=True)
    account = models.ForeignKey(
        User,
        verbose_name=_("person concerned"),
        null=True,
        on_delete=models.PROTECT,
        related_name="security_events",
    )
    actor = models.ForeignKey(
        User, verbose_name=_("done by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(_("network address"), max_length=45, blank=True)
    detail = models.CharField(_("details"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ("-happened_at", "-pk")
        indexes = [models.Index(fields=("account", "kind", "happened_at"))]
        constraints = [choices_constraint("security_event_kind", "kind", EventKind)]

    def __str__(self) -> str:
        return str(EventKind(self.kind).label)
