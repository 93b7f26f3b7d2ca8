"""Making and changing pages from files: a page that says the same already is left alone."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from wagtail.models import Page
from wagtail.query import PageQuerySet

P = TypeVar("P", bound=Page)
Rows = list[dict[str, Any]]


class PageWriter:
    """Counts what it made and changed, so that a second load can be seen to do nothing."""

    def __init__(self) -> None:
        self.created = 0
        self.changed = 0

    def write(
        self,
        kind: type[P],
        parent: Page,
        slug: str,
        values: dict[str, Any],
        rows: dict[str, Rows] | None = None,
        many: dict[str, list[models.Model]] | None = None,
        *,
        at_first: dict[str, Any] | None = None,
    ) -> P:
        """Make the page `slug` below `parent`, or bring it up to date; publish it if it changed.

        `values` are plain fields, `rows` the inline children by relation, `many` the
        many-to-many fields; `at_first` are plain fields that only a new page is given.
        """
        rows, many = rows or {}, many or {}
        page = PageQuerySet(kind).child_of(parent).filter(slug=slug).first()
        if page is None:
            page = kind(slug=slug, **{**(at_first or {}), **values})
            _set_related(page, rows, many)
            # The parent's count of children may have moved since it was read.
            parent.refresh_from_db()
            parent.add_child(instance=page)
            page.save_revision().publish()
            self.created += 1
            return page
        if _differs(page, values, rows, many):
            for name, value in values.items():
                setattr(page, name, value)
            _set_related(page, rows, many)
            page.save_revision().publish()
            self.changed += 1
        return page

    def put_in_order(self, parent: Page, pages: Sequence[Page]) -> list[Page]:
        """Move the children of a page into the order of the files; others come after them.

        Returns the others: pages that no file tells of, or none any more.
        """
        wanted = [page.pk for page in pages]
        current = list(parent.get_children().order_by("path").values_list("pk", flat=True))
        others = [pk for pk in current if pk not in wanted]
        if current != wanted + others:
            for pk in wanted + others:
                Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
        return list(Page.objects.filter(pk__in=others).order_by("path"))


def _set_related(page: Page, rows: dict[str, Rows], many: dict[str, list[models.Model]]) -> None:
    for relation, items in rows.items():
        model = page._meta.get_field(relation).related_model
        setattr(page, relation, [_row(model, i, item) for i, item in enumerate(items)])
    for name, objects in many.items():
        setattr(page, name, objects)


def _row(model: Any, position: int, item: dict[str, Any]) -> models.Model:
    plain = {k: v for k, v in item.items() if not isinstance(v, list)}
    row = model(sort_order=position, **plain)
    for name, objects in item.items():
        if isinstance(objects, list):
            setattr(row, name, objects)
    return row


def _differs(
    page: Page, values: dict[str, Any], rows: dict[str, Rows], many: dict[str, list[models.Model]]
) -> bool:
    return (
        any(_plain(page, name) != _plain_value(page, name, v) for name, v in values.items())
        or any(_current_rows(page, relation, items) != items for relation, items in rows.items())
        or any(
            {o.pk for o in getattr(page, name).all()} != {o.pk for o in objects}
            for name, objects in many.items()
        )
    )


def _plain(page: Page, name: str) -> Any:
    return _field(page, name).value_from_object(page)


def _field(page: Page, name: str) -> models.Field[Any, Any]:
    return {field.name: field for field in page._meta.fields}[name]


def _plain_value(page: Page, name: str, value: Any) -> Any:
    field = _field(page, name)
    if isinstance(value, models.Model):
        return value.pk
    current = field.value_from_object(page)
    if hasattr(current, "get_prep_value"):
        return field.to_python(value)
    return value


def _current_rows(page: Page, relation: str, items: Rows) -> Rows:
    names = list(items[0]) if items else []
    current = []
    for row in getattr(page, relation).all():
        current.append(
            {
                n: list(getattr(row, n).all())
                if items and isinstance(items[0][n], list)
                else getattr(row, n)
                for n in names
            }
        )
    return current
