"""Fail when the Vietnamese catalogue and the source do not agree."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.core.translations.checking import catalogue_problems
from lms.core.translations.extraction import extract


class Command(BaseCommand):
    help = "Check that every string of the source is translated, with the same placeholders."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
        problems = list(catalogue_problems(extract(), polib.pofile(str(path))))
        if problems:
            raise CommandError("\n".join(problems) + f"\n{len(problems)} problems in {path.name}")
        self.stdout.write("Every string is translated.")
