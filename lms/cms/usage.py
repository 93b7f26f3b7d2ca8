"""“Used N times”, counted among the rows that refer to a thing: records name most of ours."""

from collections.abc import Callable
from typing import Any

from django.db.models import PROTECT, Model
from wagtail.models import Page

OURS = ("lms", "courses", "assessments", "certificates")
Counter = Callable[[Any], int]
_counters: dict[type[Model], Counter] = {}


def count_usage_by(model: type[Model], counter: Counter) -> None:
    """Let a room say what counts as a use of its rows, where that is not any row naming them."""
    _counters[model] = counter


def usage_of(row: Model) -> int:
    """Return how many rows would keep this one from being deleted."""
    if counter := _counters.get(type(row)):
        return counter(row)
    total = 0
    relations: list[Any] = row._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not relation.auto_created or relation.concrete:
            continue
        if relation.many_to_many or getattr(relation, "on_delete", None) is PROTECT:
            model = relation.related_model
            total += model._default_manager.filter(**{relation.field.name: row.pk}).count()
    return total


def count_what_records_use() -> None:
    """Let the editor of a row of ours say how often it is used.

    Wagtail counts the references of pages and snippets, and says “0 times” of a person with a
    posting or a question that was answered.
    """
    from wagtail.admin.ui.side_panels import StatusSidePanel

    counted_by_the_library = StatusSidePanel.get_usage_context

    def get_usage_context(panel: Any) -> dict[str, Any]:
        row = panel.object
        ours = type(row).__module__.split(".")[0] in OURS
        if not ours or isinstance(row, Page) or row.pk is None:
            return dict(counted_by_the_library(panel))
        # The library's list of uses knows as little as its number: no link leads there.
        return {"usage_count": usage_of(row), "usage_url": ""}

    StatusSidePanel.get_usage_context = get_usage_context
