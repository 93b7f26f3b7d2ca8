"""Installed packages that show text, and where their strings are read from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings

from lms.translations.extraction import extract, own_strings, package_folder


@dataclass(frozen=True)
class Catalogue:
    """One of our catalogues: where it lies and what the source says now."""

    name: str
    domain: str
    read_source: Callable[[], polib.POFile]

    @property
    def path(self) -> Path:
        folder = Path(settings.LOCALE_PATHS[0])
        if self.name != "lms":
            folder = folder / "packages" / self.name
        return folder / "vi" / "LC_MESSAGES" / f"{self.domain}.po"


def from_source(package: str, *, without: tuple[str, ...] = ()) -> Callable[[], polib.POFile]:
    """Read a package's strings from its code and templates, but for parts that are not in use."""
    return lambda: extract([package_folder(package)], without=without)


def from_catalogues(
    package: str, *relative: str, domain: str = "django"
) -> Callable[[], polib.POFile]:
    """Read a package's strings from the English catalogues it ships, where code cannot be read:
    compiled JavaScript, or Django itself, whose own tree makemessages does not take.
    """

    def read() -> polib.POFile:
        merged = polib.POFile()
        seen = set()
        for folder in relative:
            path = package_folder(package) / folder / "locale" / "en" / "LC_MESSAGES"
            for entry in polib.pofile(str(path / f"{domain}.po")):
                if (entry.msgctxt, entry.msgid) not in seen:
                    seen.add((entry.msgctxt, entry.msgid))
                    merged.append(entry)
        return merged

    return read


# Apps of a package that the settings do not install: nobody sees what they say.
NOT_INSTALLED = {
    "wagtail": (
        "contrib/forms",
        "contrib/search_promotions",
        "contrib/settings",
        "contrib/simple_translation",
        "contrib/styleguide",
        "contrib/table_block",
        "embeds",
        "locales",
    ),
    "allauth": (
        "headless",
        "idp",
        "socialaccount",
        "templates/idp",
        "templates/openid",
        "templates/socialaccount",
    ),
}

CATALOGUES = [
    Catalogue("lms", "django", own_strings),
    Catalogue("wagtail", "django", from_source("wagtail", without=NOT_INSTALLED["wagtail"])),
    Catalogue("wagtail", "djangojs", from_catalogues("wagtail", "admin", domain="djangojs")),
    Catalogue("wagtailmedia", "django", from_source("wagtailmedia")),
    Catalogue("allauth", "django", from_source("allauth", without=NOT_INSTALLED["allauth"])),
    Catalogue("django_filters", "django", from_source("django_filters")),
    Catalogue("taggit", "django", from_source("taggit")),
    Catalogue(
        "django",
        "django",
        from_catalogues(
            "django",
            "conf",
            "contrib/auth",
            "contrib/contenttypes",
            "contrib/humanize",
            "contrib/sessions",
        ),
    ),
]
