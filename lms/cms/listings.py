"""Every listing of the CMS in the order of the Vietnamese alphabet."""

from typing import Any

from django.db.models import QuerySet

from lms.core.collation import in_vietnamese_order


def list_in_vietnamese_order() -> None:
    from wagtail.admin.views.generic.base import BaseListingView

    # The function takes whatever view there is.
    BaseListingView.order_queryset = order_listing  # type: ignore[assignment]


def order_listing(view: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows in the order a listing asks for; stands in for Wagtail's own."""
    if not view.ordering:
        return queryset
    ordering = view.ordering if isinstance(view.ordering, (list, tuple)) else (view.ordering,)
    # Search engines order by names of fields alone.
    if not view.is_searching:
        ordering = tuple(in_vietnamese_order(queryset, each) for each in ordering)
    return queryset.order_by(*ordering)
