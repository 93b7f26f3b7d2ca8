"""Tags for long lists: which filters are on, which pages there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.formats import localize

register = template.Library()


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    label: str
    url: str  # the same list without this filter


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int | None  # None: a gap
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageLinks:
    previous: str
    next: str
    pages: list[PageLink]


@register.simple_tag(takes_context=True)
def active_filters(
    context: Context, form: BaseForm, given: Iterable[Any] | None = None
) -> list[Any]:
    """Return the filters that are on: as the view gave them, or read from the bound form."""
    if given or not form.is_bound:
        return list(given or [])
    form.is_valid()
    query: QueryDict = context["request"].GET
    return [
        ActiveFilter(
            str(field.label) if value is True else f"{field.label}: {_shown(field, value)}",
            _without(query, field.html_name),
        )
        for field in form.visible_fields()
        if not _is_empty(value := form.cleaned_data.get(field.name))
    ]


@register.simple_tag(takes_context=True)
def page_links(
    context: Context, page_obj: Page, parameter: str = "page", anchor: str = ""
) -> PageLinks:
    """Return the addresses of a paginated list; whatever else is in the query string is kept."""
    query: QueryDict = context["request"].GET

    def url(number: int) -> str:
        changed = query.copy()
        changed[parameter] = str(number)
        return f"?{changed.urlencode()}" + (f"#{anchor}" if anchor else "")

    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return PageLinks(
        previous=url(page_obj.number - 1) if page_obj.has_previous() else "",
        next=url(page_obj.number + 1) if page_obj.has_next() else "",
        pages=[
            PageLink(None, "", False)
            if number == Paginator.ELLIPSIS
            else PageLink(int(number), url(int(number)), int(number) == page_obj.number)
            for number in numbers
        ],
    )


def _is_empty(value: Any) -> bool:
    if isinstance(value, Model):
        return False
    return value is None or value is False or value == "" or not (value == 0 or bool(value))


def _shown(field: BoundField, value: Any) -> str:
    """Return a cleaned value in the words of the form."""
    labels = {str(key): str(label) for key, label in _flat(getattr(field.field, "choices", ()))}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return labels.get(str(value)) or str(localize(value))
    return ", ".join(labels.get(str(each)) or str(each) for each in value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label


def _without(query: QueryDict, name: str) -> str:
    changed = query.copy()
    for key in (name, "page"):
        changed.pop(key, None)
    return f"?{changed.urlencode()}"
