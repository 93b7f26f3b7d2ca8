"""Making and changing pages from files: a page that says the same already is left alone."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import LogContext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from lms.accounts.models import User
from lms.core.html import canonical
from lms.core.text import clean

P = TypeVar("P", bound=Page)
Rows = list[dict[str, Any]]
CREATED, CHANGED, KEPT = "created", "changed", "kept"
# Of a new page, what its place in the tree decides.
PLACED = ("path", "depth", "numchild", "url_path", "locale", "content_type", "translation_key")


@dataclass(frozen=True)
class Change:
    """What becomes of a page; `kind` is the name of its type, `pk` is None for a new one."""

    outcome: str
    kind: str
    title: str
    pk: int | None


@dataclass(frozen=True)
class Wanted:
    """A page as its file says: `values` are plain fields, `rows` the inline children by relation.

    `many` are the many-to-many fields; `at_first` are plain fields that only a new page is given.
    """

    kind: type[Page]
    slug: str
    values: dict[str, Any]
    rows: dict[str, Rows]
    many: dict[str, list[models.Model]]
    at_first: dict[str, Any]


class PageWriter:
    """Makes pages as they are wanted, and keeps what became of each.

    `dry`: nothing is written. With a person (`by`) the pages become that person's drafts, as if
    written in the editor; without one they are published.
    """

    def __init__(self, *, dry: bool = False, by: User | None = None) -> None:
        self.dry, self.by = dry, by
        self.changes: dict[str, Change] = {}

    def count(self, outcome: str) -> int:
        return sum(change.outcome == outcome for change in self.changes.values())

    def write(self, parent: Page, wanted: Wanted, key: str) -> Page:
        """Make a page below `parent`, or bring it up to date. Raises ValidationError.

        `key` names its file. In a dry run a page that is not there yet has no number.
        """
        page = None
        if parent.pk is not None:
            pages: PageQuerySet[Any] = PageQuerySet(wanted.kind)
            page = pages.child_of(parent).filter(slug=wanted.slug).first()
        if page is None:
            self._refuse_taken(parent, wanted.slug)
            page = wanted.kind(slug=wanted.slug, **{**wanted.at_first, **wanted.values})
            self._check(page, wanted)
            if not self.dry:
                self._add(parent, page, wanted)
            self._note(key, CREATED, page)
            return page
        now = page.get_latest_revision_as_object() if self.by is not None else page
        if not _differs(now, wanted):
            self._note(key, KEPT, page)
            return page
        self._refuse_locked(page)
        for name, value in wanted.values.items():
            setattr(now, name, value)
        self._check(now, wanted)
        if not self.dry:
            self._change(now, wanted)
        self._note(key, CHANGED, now)
        return page

    def _note(self, key: str, outcome: str, page: Page) -> None:
        # A page that is written twice, for links to pages that come later, is what it was first.
        if key not in self.changes or self.changes[key].outcome == KEPT:
            kind = str(page._meta.verbose_name)
            self.changes[key] = Change(outcome, kind, page.title, page.pk)

    def _add(self, parent: Page, page: Page, wanted: Wanted) -> None:
        with transaction.atomic(), LogContext(user=self.by):
            # The parent's count of children may have moved since it was read.
            locked = Page.objects.select_for_update().get(pk=parent.pk)
            _set_related(page, wanted)
            if self.by is None:
                locked.add_child(instance=page)
                page.save_revision().publish()
            else:
                page.live, page.owner = False, self.by
                locked.add_child(instance=page)
                page.save_revision(user=self.by, log_action=False, clean=False)
        parent.refresh_from_db()

    def _change(self, page: Page, wanted: Wanted) -> None:
        with transaction.atomic(), LogContext(user=self.by):
            _set_related(page, wanted)
            if self.by is None:
                page.save_revision().publish()
            else:
                page.save_revision(user=self.by, log_action=True, clean=False)

    def _check(self, page: Page, wanted: Wanted) -> None:
        page.clean_fields(exclude=PLACED)
        page.validate_constraints(exclude=set(PLACED))
        for relation, items in wanted.rows.items():
            model = page._meta.get_field(relation).related_model
            for position, item in enumerate(items):
                row = _row(model, position, {k: v for k, v in item.items() if k != "tags"})
                names = [f.name for f in row._meta.fields if f.is_relation]
                row.clean_fields(exclude=names)
                row.clean()

    def _refuse_taken(self, parent: Page, slug: str) -> None:
        if parent.pk and Page.objects.child_of(parent).filter(slug__iexact=slug).exists():
            said = _("another page has the address '%(slug)s' already")
            raise ValidationError(said % {"slug": slug})

    def _refuse_locked(self, page: Page) -> None:
        if self.by is None:
            return
        rights = page.permissions_for_user(self.by)
        if not rights.can_edit() or rights.page_locked():
            said = _("the page “%(title)s” is locked, or you may not change it")
            raise ValidationError(said % {"title": page.get_admin_display_title()})

    def put_in_order(self, parent: Page, pages: Sequence[Page]) -> list[Page]:
        """Move the children of a page into the order of the files; others come after them.

        Returns the others: pages that no file tells of, or none any more. Of a published page
        only who may publish changes the order, which learners see at once.
        """
        if parent.pk is None:
            return []
        wanted = [page.pk for page in pages if page.pk is not None]
        current = list(parent.get_children().order_by("path").values_list("pk", flat=True))
        others = [pk for pk in current if pk not in wanted]
        if not self.dry and current != wanted + others and self._may_order(parent):
            with transaction.atomic(), LogContext(user=self.by):
                for pk in wanted + others:
                    target = Page.objects.get(pk=parent.pk)
                    Page.objects.get(pk=pk).move(target, pos="last-child", user=self.by)
        return list(Page.objects.filter(pk__in=others).order_by("path"))

    def _may_order(self, parent: Page) -> bool:
        if self.by is None:
            return True
        rights: Any = parent.permissions_for_user(self.by)
        return bool(rights.can_reorder_children())


def _set_related(page: Page, wanted: Wanted) -> None:
    for relation, items in wanted.rows.items():
        model = page._meta.get_field(relation).related_model
        setattr(page, relation, [_row(model, i, item) for i, item in enumerate(items)])
    for name, objects in wanted.many.items():
        setattr(page, name, objects)


def _row(model: Any, position: int, item: dict[str, Any]) -> models.Model:
    plain = {k: v for k, v in item.items() if not isinstance(v, list)}
    row: models.Model = model(sort_order=position, **plain)
    for name, objects in item.items():
        if isinstance(objects, list):
            setattr(row, name, objects)
    return row


def _differs(page: Page, wanted: Wanted) -> bool:
    return (
        any(_now(page, name) != _then(page, name, v) for name, v in wanted.values.items())
        or any(
            _sorted(_current_rows(page, name, items)) != _sorted(items)
            for name, items in wanted.rows.items()
        )
        or any(
            {o.pk for o in getattr(page, name).all()} != {o.pk for o in objects}
            for name, objects in wanted.many.items()
        )
    )


def _sorted(items: Rows) -> Rows:
    """Return rows whose many-to-many fields come in one order."""
    return [
        {
            name: sorted(value, key=lambda row: row.pk or 0)
            if isinstance(value, list)
            else composed(value)
            for name, value in item.items()
        }
        for item in items
    ]


def _field(page: Page, name: str) -> models.Field[Any, Any]:
    return {field.name: field for field in page._meta.fields}[name]


def _now(page: Page, name: str) -> Any:
    field = _field(page, name)
    return _comparable(field, field.value_from_object(page))


def _then(page: Page, name: str, value: Any) -> Any:
    field = _field(page, name)
    if isinstance(value, models.Model):
        return value.pk
    return _comparable(field, field.to_python(value) if isinstance(field, StreamField) else value)


def _comparable(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, StreamField):
        return same_blocks(value.get_prep_value())
    if isinstance(field, RichTextField):
        return canonical(value or "")
    return clean(value) if isinstance(value, str) else value


def same_blocks(blocks: Any) -> Any:
    """Return stored blocks without their ids, with rich text in one form."""
    if isinstance(blocks, list):
        return [same_blocks(each) for each in blocks]
    if isinstance(blocks, dict):
        same = {key: same_blocks(value) for key, value in blocks.items() if key != "id"}
        # What is left empty and what is not there are the same.
        return {key: value for key, value in same.items() if value not in (None, "", False)}
    if isinstance(blocks, str) and "<" in blocks:
        return canonical(blocks)
    return composed(blocks)


def composed(value: Any) -> Any:
    """Return a text in NFC, as files are read, and anything else as it is."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


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
