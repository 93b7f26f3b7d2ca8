from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.checking import Finding, check_file

EXIT_CODES = {
    Finding.VALID: 0,
    Finding.EXPIRED: 3,
    Finding.SUPERSEDED: 4,
    Finding.REVOKED: 5,
    Finding.ALTERED: 6,
    Finding.UNKNOWN: 7,
}
UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Say whether a PDF is a document as this site issued it. Exit codes: 0 valid, 2 the file "
        "cannot be read, 3 expired, 4 superseded, 5 revoked, 6 altered, 7 unknown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="The PDF file.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or "unreadable"
            raise CommandError(f"{path}: {reason}", returncode=UNREADABLE) from error
        checked = check_file(content)
        line = str(checked.finding)
        if checked.certificate is not None:
            certificate = checked.certificate
            line += f": {certificate.serial}, {certificate.register_number}"
        self.stdout.write(line)
        if checked.finding != Finding.VALID:
            raise SystemExit(EXIT_CODES[checked.finding])
