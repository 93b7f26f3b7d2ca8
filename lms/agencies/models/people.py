"""Where people work: positions, ranks, dated postings and roles."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OrderBy, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from lms.accounts.events import record_event
from lms.accounts.models import EventKind, User
from lms.agencies.models.agency import Agency
from lms.core.collation import alphabetical
from lms.core.former import KeepsFormerFacts
from lms.core.models import (
    Bilingual,
    Dated,
    DatedQuerySet,
    choices_constraint,
    dated_constraint,
)


class Position(KeepsFormerFacts, Bilingual):
    """A job position (vị trí việc làm)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)

    dated_facts = ("code", "name", "name_en")

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = (alphabetical("name"),)


class Rank(KeepsFormerFacts, Bilingual):
    """A civil-service or public-employee rank (ngạch, hạng): 01.003, V.11.06.12 …"""

    code = models.CharField(_("code"), max_length=20, unique=True)

    dated_facts = ("code", "name", "name_en")

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class PostingKind(models.TextChoices):
    MAIN = "main", _("Main post")
    SECONDMENT = "secondment", _("Secondment")
    ACTING = "acting", _("Acting")
    CONCURRENT = "concurrent", _("Concurrent post")


class PostingQuerySet(DatedQuerySet["Posting"]):
    def counting_on(self, day: dt.date) -> Self:
        """The one posting of each learner that counts in reports on a day.

        The rule, as reports print it: the main post; without one the secondment, then the
        acting, then the concurrent post; of several alike the one that began last.
        """
        ranked = self.model.objects.valid_on(day).annotate(
            counting_rank=Window(
                RowNumber(), partition_by=F("learner_id"), order_by=_counting_order()
            )
        )
        return self.filter(pk__in=ranked.filter(counting_rank=1).values("pk"))

    def counting_for(self, learner: User, day: dt.date) -> "Posting | None":
        """Return the posting of one learner that counts on a day, by the same rule."""
        own = self.valid_on(day).filter(learner=learner)
        return own.order_by(*_counting_order()).first()


def _counting_order() -> list[OrderBy]:
    kinds = enumerate(PostingKind.values)
    order = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in kinds))
    return [order.asc(), F("valid_from").desc(), F("pk").desc()]


class Posting(Dated):
    """A person in a position of an agency for a time."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="postings",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="postings"
    )
    position = models.ForeignKey(
        Position, verbose_name=_("position"), on_delete=models.PROTECT, related_name="postings"
    )
    rank = models.ForeignKey(
        Rank,
        verbose_name=_("rank"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PostingKind, default=PostingKind.MAIN)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ("-valid_from",)
        constraints = [
            dated_constraint("posting_ceases_after_start"),
            choices_constraint("posting_kind", "kind", PostingKind),
            models.UniqueConstraint(
                fields=("learner",),
                condition=models.Q(kind="main", valid_to__isnull=True),
                name="posting_one_open_main",
                violation_error_message=_("This person already has a main post without an end."),
            ),
        ]
        indexes = [models.Index(fields=("agency", "valid_from", "valid_to"))]

    def __str__(self) -> str:
        return f"{self.learner} – {self.position}, {self.agency}"


class AgencyRoleKind(models.TextChoices):
    MANAGER = "manager", _("Manager")
    TRAINING_OFFICER = "training_officer", _("Training officer")


class AgencyRoleQuerySet(DatedQuerySet["AgencyRole"]):
    pass


class AgencyRole(Dated):
    """The right to see and guide an agency and all below it, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="agency_roles",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="roles"
    )
    kind = models.CharField(
        _("role"), max_length=20, choices=AgencyRoleKind, default=AgencyRoleKind.MANAGER
    )

    objects = AgencyRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in an agency")
        verbose_name_plural = _("roles in agencies")
        ordering = ("agency__code", "user__sort_key")
        constraints = [
            dated_constraint("agencyrole_ceases_after_start"),
            choices_constraint("agencyrole_kind", "kind", AgencyRoleKind),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_kind_display()}, {self.agency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep on record who was given a role, and who lost it on which day."""
        is_new = self._state.adding
        ended = None if is_new else AgencyRole.objects.values_list("valid_to").get(pk=self.pk)[0]
        super().save(*args, **kwargs)
        role = f"{self.kind} {self.agency.code}"
        if is_new:
            detail = f"{role} {self.valid_from.isoformat()}"
            record_event(EventKind.ROLE_GIVEN, account=self.user, detail=detail)
        if self.valid_to is not None and self.valid_to != ended:
            detail = f"{role} {self.valid_to.isoformat()}"
            record_event(EventKind.ROLE_TAKEN, account=self.user, detail=detail)
