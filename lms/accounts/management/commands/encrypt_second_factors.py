"""Encrypt the secrets of two-step sign-in with the first key, after a new one was put there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.accounts.second_factor import encrypt_anew


class Command(BaseCommand):
    help = "Encrypt the secrets of two-step sign-in anew with the first of SECOND_FACTOR_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-unreadable",
            action="store_true",
            help="remove those that no key opens: their owners set two-step sign-in up again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done, unreadable = encrypt_anew(remove_unreadable=options["remove_unreadable"])
        self.stdout.write(_("Encrypted with the first key: %s") % done)
        if unreadable and options["remove_unreadable"]:
            self.stdout.write(_("Removed, because no key opens them: %s") % unreadable)
        elif unreadable:
            raise CommandError(
                _("None of SECOND_FACTOR_KEYS opens %s. Put the former key behind the first.")
                % unreadable
            )
