"""Fail when a Vietnamese catalogue and its source, or the glossary, do not agree."""

from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.translations.checking import catalogue_problems
from lms.translations.clashes import clashes
from lms.translations.glossary import (
    given_up_problems,
    glossary_problems,
    read_given_up,
    read_glossary,
)
from lms.translations.packages import CATALOGUES


class Command(BaseCommand):
    help = "Compare our catalogues with the strings of the installed packages and our own source."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="only these (lms, wagtail …)")

    def handle(self, *args: Any, **options: Any) -> None:
        glossary = read_glossary()
        given_up = read_given_up()
        total = 0
        for catalogue in CATALOGUES:
            if options["names"] and catalogue.name not in options["names"]:
                continue
            ours = polib.pofile(str(catalogue.path)) if catalogue.path.exists() else polib.POFile()
            problems = [
                *catalogue_problems(catalogue.read_source(), ours),
                *glossary_problems(ours, glossary),
                *given_up_problems(ours, given_up),
            ]
            for problem in problems:
                self.stderr.write(f"{catalogue.name} ({catalogue.domain}): {problem}")
            self.stdout.write(
                f"{catalogue.name} ({catalogue.domain}): {len(ours)} strings, "
                f"{len(problems)} problems"
            )
            total += len(problems)
        for problem in clashes(CATALOGUES):
            self.stderr.write(f"two translations: {problem}")
            total += 1
        if total:
            raise CommandError(f"{total} problems in the catalogues: run `make translations`.")
