from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.exceptions import StorageUnavailable
from certificates.keeping import ensure_pdf, read_document
from certificates.models import Certificate


class Command(BaseCommand):
    help = (
        "Read the file of every certificate and compare it with what was issued. Names each that "
        "is gone or altered, and then ends with code 1; --draw-again draws those anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--draw-again", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        read = wrong = 0
        for certificate in Certificate.objects.exclude(pdf="").order_by("pk").iterator():
            read += 1
            if (trouble := _trouble_of(certificate)) is None:
                continue
            done = ""
            if options["draw_again"] and trouble != "unavailable":
                ensure_pdf(certificate_id=certificate.pk)
                done = ", drawn again"
            else:
                wrong += 1
            self.stdout.write(f"{certificate.serial}: {trouble}{done}")
        self.stdout.write(f"{read} files read")
        if wrong:
            raise CommandError(f"{wrong} files are not as they were issued")


def _trouble_of(certificate: Certificate) -> str | None:
    try:
        found = read_document(certificate)
    except StorageUnavailable:
        return "unavailable"
    return None if isinstance(found, bytes) else str(found)
