"""Filters for figures and heat maps."""

from typing import Any

from django import template

from lms.reports import figures, presentation
from lms.reports.datasets.shape import Cell, HeatRow

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as it is written: “61,5%”."""
    return figures.percent_text(share)


@register.filter
def heat(cell: Cell) -> str:
    return presentation.heat_class(cell)


@register.filter
def heat_row_name(row: HeatRow) -> str:
    return presentation.heat_row_name(row)


@register.filter
def written(value: Any, kind: str) -> str:
    """Return a value of a table as people read it, by the kind of its column."""
    return figures.written(value, kind)


@register.filter
def with_columns(row: tuple[Any, ...], columns: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """Return the values of a row, each with its column."""
    return list(zip(row, columns, strict=True))


@register.filter
def at(items: tuple[Any, ...], index: int) -> Any:
    """Return the item at a place."""
    return items[index]
