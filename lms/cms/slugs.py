"""Addresses of pages without diacritics: “Họp trực tuyến” becomes hop-truc-tuyen, as offices do."""

import unicodedata
from collections import defaultdict
from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import SlugInput

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
FALLING_OFF = r"[\u0300-\u036f]"


def plain_letters() -> list[tuple[str, str]]:
    """Return pairs of a pattern of letters and the plain letter they become in an address."""
    letters = {"d": "đĐ\u00f0\u00d0\u0256\u0189"} | _marked_vowels()
    return [(f"[{marked}]", plain) for plain, marked in letters.items()] + [(FALLING_OFF, "")]


def _marked_vowels() -> dict[str, str]:
    marked: dict[str, str] = defaultdict(str)
    for vowel in VOWELS:
        plain = unicodedata.normalize("NFD", vowel)[0]
        for letter in (vowel, *(unicodedata.normalize("NFC", vowel + tone) for tone in TONES)):
            marked[plain] += letter + letter.upper() if letter != plain else ""
    return dict(marked)


class PlainSlugInput(SlugInput):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"formatters": plain_letters(), **kwargs})


def write_plain_addresses() -> None:
    """Give every slug in the CMS the widget that takes the diacritics off the title."""
    register_form_field_override(models.SlugField, override={"widget": PlainSlugInput})
