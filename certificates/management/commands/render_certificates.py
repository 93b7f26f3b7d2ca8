from typing import Any

from django.core.management.base import BaseCommand

from certificates.keeping import ensure_pdf
from certificates.models import Certificate


class Command(BaseCommand):
    help = "Make the PDFs whose task was lost. Documents that have theirs are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = list(Certificate.objects.without_pdf().values_list("pk", flat=True))
        for done, certificate_id in enumerate(ids, start=1):
            ensure_pdf(certificate_id=certificate_id)
            if done % 100 == 0 or done == len(ids):
                self.stdout.write(f"{done} of {len(ids)}")
