"""What rows said of themselves before they were changed: names and titles as of any day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.days import end_of


class FormerFacts(models.Model):
    """What a row said until a moment; what it says today stands in the row itself.

    Kept by reference, so that one table serves every room. `KeepsFormerFacts.save` is the one
    writer; a row without former facts has always said what it says today.
    """

    # As Django labels a model: "accounts.user".
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    facts = models.JSONField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ("until", "pk")
        indexes = [models.Index(fields=("kind", "until"), name="former_facts_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.facts}"


class KeepsFormerFacts(models.Model):
    """A row whose names may change, while reports of earlier days go on naming it as it was."""

    # Texts and numbers that are read as of a day: by `FactsOn`.
    dated_facts: ClassVar[tuple[str, ...]] = ()
    # Of these an empty one was not known yet: what is recorded first counts for the days before.
    known_late: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            former = self._facts_to_be_lost(kwargs.get("update_fields"))
            super().save(*args, **kwargs)
            if former:
                FormerFacts.objects.create(
                    kind=self._meta.label_lower, object_id=self.pk, facts=former
                )

    def _facts_to_be_lost(self, fields: Iterable[str] | None) -> dict[str, Any] | None:
        """Return what the row says now, if saving changes any of it; None for a new row."""
        saved = [name for name in self.dated_facts if fields is None or name in fields]
        if self.pk is None or not saved:
            return None
        rows = type(self)._base_manager.filter(pk=self.pk).select_for_update(no_key=True)
        stored = rows.values(*self.dated_facts).first()
        if stored is None or all(stored[name] == getattr(self, name) for name in saved):
            return None
        return stored


class FactsOn:
    """The facts of a day that differ from those of today: one query, none for today."""

    def __init__(self, day: dt.date, models_read: Iterable[type[KeepsFormerFacts]]) -> None:
        known_late = {model._meta.label_lower: model.known_late for model in models_read}
        self._former: dict[tuple[str, int], dict[str, Any]] = {}
        if day >= timezone.localdate():
            return
        rows = FormerFacts.objects.filter(kind__in=list(known_late), until__gte=end_of(day))
        # Of several changes since that day the first one ended what it was called then.
        for row in rows.order_by("-until", "-pk"):
            unknown = {name for name in known_late[row.kind] if not row.facts.get(name)}
            said = {name: fact for name, fact in row.facts.items() if name not in unknown}
            key = (row.kind, row.object_id)
            self._former[key] = {**self._former.get(key, {}), **said}

    def of(self, model: type[KeepsFormerFacts], pk: int) -> Mapping[str, Any]:
        """Return what a row said on the day; empty where it says the same today."""
        return self._former.get((model._meta.label_lower, pk), {})

    def restore(self, row: KeepsFormerFacts) -> None:
        """Let a row that was read say what it said on the day; it must not be saved."""
        for name, value in self.of(type(row), row.pk).items():
            setattr(row, name, value)
