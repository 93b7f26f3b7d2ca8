"""Put the site back to a backup."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused, HalfRestored
from lms.backups.restoring import restore


class Command(BaseCommand):
    help = "Put database and files back to a backup that was made with back_up."
    # The site may be in ruins.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--replace", action="store_true", help="even though the site holds data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        try:
            restored = restore(path=options["path"], replace=options["replace"])
        except BackupRefused as refused:
            raise CommandError(_("Nothing was restored: %s") % refused) from refused
        except HalfRestored as half:
            raise CommandError(
                _("The database is restored, the files are not: %s Mend that and restore again.")
                % half
            ) from half
        manifest = restored.manifest
        self.stdout.write(
            _("Restored to %(moment)s: %(rows)s rows, %(files)s files, %(seconds).1f s.")
            % {
                "moment": manifest.made_at,
                "rows": manifest.rows,
                "files": len(manifest.files),
                "seconds": restored.seconds,
            }
        )
        for before in restored.before:
            self.stdout.write(
                _("The files that were there before: %(path)s; remove them when all is well.")
                % {"path": before}
            )
        self.stdout.write(
            _(
                "Now: manage.py migrate, manage.py check, then start the services and look at "
                "/readyz."
            )
        )
