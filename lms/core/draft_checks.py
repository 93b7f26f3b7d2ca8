"""The editor's own validation of a draft that nobody has open: what keeps it from being published.

Nothing is posted here, so every field is disabled: a disabled field cleans what it begins with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.models import Page

BETWEEN = " › "


@dataclass(frozen=True)
class Fault:
    """Why a draft cannot be published; `field` leads to the place, empty for the whole page."""

    page: Page
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


def faults_of(draft: Page) -> list[Fault]:
    """Return what the form of the editor would refuse of a draft, in the order of the form.

    `draft` is used up: children that were never saved get numbers of their own.
    """
    form = _filled_form(draft)
    found = list(_faults_of_form(draft, form, ()))
    for name, formset in getattr(form, "formsets", {}).items():
        heading = _heading(draft, name)
        for number, child in enumerate(formset.forms, start=1):
            found += _faults_of_form(draft, child, (f"{heading} {number}",))
        for message in formset.non_form_errors():
            found.append(Fault(draft, heading, str(message)))
    return found


def _filled_form(draft: Page) -> WagtailAdminPageForm:
    form_class = draft.get_edit_handler().get_form_class()
    names = [name for name in form_class.formsets if name != "comments"]
    data: dict[str, Any] = {}
    for name in names:
        data |= _management_data(name, _numbered(getattr(draft, name).all()))
    form: WagtailAdminPageForm = form_class(data, instance=draft, parent_page=draft.get_parent())
    form.formsets.pop("comments", None)
    _disable(form)
    for formset in form.formsets.values():
        for child in formset.forms:
            # What was never saved cannot be found by its number.
            child.fields.pop(formset.model._meta.pk.name, None)
            _disable(child)
    form.is_valid()
    return form


def _numbered(children: Any) -> list[Any]:
    children = list(children)
    for number, child in enumerate(children, start=1):
        if child.pk is None:
            child.pk = -number
    return children


def _management_data(name: str, children: list[Any]) -> dict[str, Any]:
    count = len(children)
    data: dict[str, Any] = {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": count}
    for place, child in enumerate(children):
        data[f"{name}-{place}-{child._meta.pk.name}"] = child.pk
    return data


def _disable(form: BaseForm) -> None:
    for field in form.fields.values():
        field.disabled = True


def _faults_of_form(draft: Page, form: Any, place: tuple[str, ...]) -> Iterator[Fault]:
    for name, errors in form.errors.as_data().items():
        field = form.fields.get(name)
        label = () if name == NON_FIELD_ERRORS else (_label(form, name),)
        value = form.initial.get(name) if field else None
        for error in errors:
            for below, message in _sentences(error, value):
                yield Fault(draft, BETWEEN.join((*place, *label, *below)), message)


def _sentences(error: ValidationError, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the places within a value of blocks and what is wrong there."""
    below = getattr(error, "block_errors", None)
    if below is None:
        yield from (((), str(message)) for message in error.messages)
        return
    for message in getattr(error, "non_block_errors", ()):
        yield (), str(message)
    for key, nested in below.items():
        label, inner = _block_at(value, key)
        for names, message in _sentences(nested, inner):
            yield (label, *names), message


def _block_at(value: Any, key: Any) -> tuple[str, Any]:
    """Return the name of a block within a value, and its own value."""
    if isinstance(value, StreamValue):
        child = value[key]
        return f"{capfirst(str(child.block.label))} ({key + 1})", child.value
    block = getattr(value, "block", None)
    if isinstance(key, str) and block is not None:
        return capfirst(str(block.child_blocks[key].label)), value.get(key)
    return str(key + 1) if isinstance(key, int) else str(key), None


def _label(form: Any, name: str) -> str:
    return capfirst(str(form[name].label)) if name in form.fields else name


def _heading(draft: Page, relation: str) -> str:
    model = draft._meta.get_field(relation).related_model
    return capfirst(str(model._meta.verbose_name)) if model else _("Row")
