"""Back the site up while it is in use: a timer of deploy/systemd does it every night."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lms.backups.exceptions import BackupRefused
from lms.backups.making import back_up

# How many files are named that the site lacks; the rest is counted.
NOTES = 50


class Command(BaseCommand):
    help = "Write a backup of the database and all files into a folder, and read it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="remove older backups of this site but the last N"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError(_("At least one backup is kept."))
        # For nobody but who runs the site: it is full of personal data.
        os.umask(0o077)
        try:
            made = back_up(folder=options["folder"], keep=options["keep"])
        except BackupRefused as refused:
            raise CommandError(_("Nothing was backed up: %s") % refused) from refused
        for note in made.notes[:NOTES]:
            self.stderr.write(note)
        if (more := len(made.notes) - NOTES) > 0:
            self.stderr.write(_("… and %s more") % more)
        self.stdout.write(
            _(
                "%(path)s: %(size)s, %(rows)s rows in %(tables)s tables, %(files)s files, "
                "%(seconds).1f s, read back; older ones removed: %(removed)s"
            )
            % {
                "path": made.path,
                "size": filesizeformat(made.size),
                "rows": made.manifest.rows,
                "tables": len(made.manifest.counts),
                "files": len(made.manifest.files),
                "seconds": made.seconds,
                "removed": len(made.removed),
            }
        )
