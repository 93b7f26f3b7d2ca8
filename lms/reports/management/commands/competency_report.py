"""Write the competency report of an agency to a file."""

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agencies.access import every_agency
from lms.agencies.models import Agency
from lms.reports.datasets import CompetencyReport, Reading, competency_report
from lms.reports.exceptions import ReportRefused
from lms.reports.renderers import RENDERERS


class Command(BaseCommand):
    help = "Write the competency report of an agency and all below it to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        formats, readings = ", ".join(RENDERERS), ", ".join(Reading)
        parser.add_argument("--agency", required=True, metavar="CODE")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="default: today")
        parser.add_argument("--reading", default=Reading.AS_WAS.value, help=readings)
        parser.add_argument("--format", required=True, help=formats)
        parser.add_argument("--output", required=True, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] not in RENDERERS:
            raise CommandError(
                _("Unknown format “%(given)s”. Choose one of: %(known)s.")
                % {"given": options["format"], "known": ", ".join(RENDERERS)}
            )
        output = Path(options["output"])
        if not output.parent.is_dir():
            raise CommandError(_("The folder %(path)s does not exist.") % {"path": output.parent})
        report = _report(options)
        try:
            write_whole(output, RENDERERS[options["format"]].render(report))
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(reason)s.")
                % {"path": output, "reason": error.strerror}
            ) from error
        self.stdout.write(f"{output} {report.provenance.sha256}")


def _report(options: dict[str, Any]) -> CompetencyReport:
    if options["reading"] not in list(Reading):
        raise CommandError(
            _("Unknown reading “%(given)s”. Choose one of: %(known)s.")
            % {"given": options["reading"], "known": ", ".join(Reading)}
        )
    agency = Agency.objects.filter(code=options["agency"]).first()
    if agency is None:
        raise CommandError(_("There is no agency with the code “%s”.") % options["agency"])
    try:
        as_of = dt.date.fromisoformat(options["as_of"] or timezone.localdate().isoformat())
    except ValueError as error:
        raise CommandError(
            _("“%s” is not a day. Write it as YYYY-MM-DD.") % options["as_of"]
        ) from error
    try:
        return competency_report(
            agency=agency,
            visible=every_agency(timezone.localdate()),
            as_of=as_of,
            reading=options["reading"],
        )
    except ReportRefused as refusal:
        raise CommandError(str(refusal)) from refusal


def write_whole(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all: a reader never finds half of it."""
    if path.is_dir():
        raise IsADirectoryError(None, _("it is a folder"))
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A temporary file is readable to its owner only, and so the report stays.
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
