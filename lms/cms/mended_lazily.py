"""Texts that packages translate once, when they are loaded, instead of for each reader.

Whoever asks first would decide the language for everybody.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.forms import BaseFormSet
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

# The catalogues of the packages hold these texts: ours need not repeat them.
EAGER: dict[str, tuple[str, ...]] = {
    "wagtail.forms": ("Comment",),
    "wagtail.admin.viewsets.chooser": (
        "Choose",
        "Choose another",
        "Edit",
        "Search",
        "Create",
    ),
    "wagtail.admin.forms.collections": (
        "Collection",
        "Add",
        "Edit",
        "Delete",
        "Add collections",
        "Edit collections",
        "Delete collections",
    ),
    "wagtail.contrib.redirects.filters": ("Type", "Permanent", "Temporary", "All"),
    "wagtail.contrib.redirects.views": ("From", "Site", "To", "Type"),
    "wagtail.documents.forms": ("Collection",),
    "wagtail.images.forms": (
        "Collection",
        "Add",
        "Edit",
        "Choose",
        "Format",
        "Image is decorative",
        "Alt text",
        "Original size",
        "Resize to width",
        "Resize to height",
        "Resize to min",
        "Resize to max",
        "Resize to fill",
        "Filter",
        "Width",
        "Height",
        "Closeness",
        "Add/edit images you own",
        "Edit any image",
        "Select images in choosers",
    ),
    "wagtailmedia.forms": ("Collection",),
}


def translate_for_each_reader() -> None:
    for name, texts in EAGER.items():
        known = {form: gettext_lazy(text) for text in texts for form in _forms(text)}
        for each in list(vars(import_module(name)).values()):
            if isinstance(each, type):
                mend_class(each, known)


def _forms(text: str) -> Iterable[str]:
    """Return what a text may have become when its module was loaded."""
    for language in ("en", "vi"):
        with translation.override(language):
            yield gettext(text)


def mend_class(each: type, known: dict[str, Any]) -> None:
    if issubclass(each, BaseFormSet) and hasattr(each, "permission_types"):
        mend_class(each.form, known)
        # The form beside it holds the same list.
        each.permission_types[:] = _lazy(each.permission_types, known)
    for field in getattr(each, "base_fields", {}).values():
        field.label = _lazy(field.label, known)
        if isinstance(getattr(field, "choices", None), list):
            field.choices = _lazy(field.choices, known)
    for item in getattr(each, "base_filters", {}).values():
        item.extra = _lazy(item.extra, known)
        item.label = _lazy(item.label, known)
    for attribute, value in list(vars(each).items()):
        if attribute == "export_headings" or (isinstance(value, str) and value in known):
            setattr(each, attribute, _lazy(value, known))


def _lazy(value: Any, known: dict[str, Any]) -> Any:
    """Put texts in the place of their translations, however deep."""
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        return {key: _lazy(each, known) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_lazy(each, known) for each in value)
    return value
