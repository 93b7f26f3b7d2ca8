"""The history of a page: whole after acts on many pages at once, too."""

from typing import Any

from django.db.models import OuterRef, Q


def let_every_page_keep_its_history() -> None:
    """Let the history of each page and row show its own latest entry of an act.

    Entries that were written in one request share a number, and Wagtail shows the last of them
    alone: of a course that was approved as a whole, the history of one page.
    """
    from wagtail.models.audit_log import LogEntryQuerySet

    LogEntryQuerySet.latest_by_uuid_and_action = latest_of_each_object


def latest_of_each_object(entries: Any) -> Any:
    names = {field.name for field in entries.model._meta.fields}
    about = ("page",) if "page" in names else ("content_type", "object_id")
    same = {name: OuterRef(name) for name in ("uuid", "action", *about)}
    latest = entries.model._default_manager.filter(**same).order_by("-timestamp", "-pk")
    return entries.filter(Q(uuid__isnull=True) | Q(pk=latest.values("pk")[:1]))
