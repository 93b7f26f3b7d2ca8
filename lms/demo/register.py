"""The register of the demonstration: its years are lived through person by person, not by date."""

from django.db import transaction
from django.db.models import F

from certificates.models import Certificate

# Above any number of a year, so that no two documents share one while they change places.
ASIDE = 1_000_000


@transaction.atomic
def number_by_date() -> None:
    """Give the documents of each year numbers in the order of their dates.

    Before the first of them is drawn: afterwards a number is on paper, and everything stays.
    """
    documents = Certificate.objects.order_by("register_year", "issued_on", "pk")
    if documents.exclude(pdf="").exists():
        return
    rows = list(documents)
    documents.order_by().update(register_sequence=F("register_sequence") + ASIDE)
    year = sequence = 0
    for row in rows:
        sequence = sequence + 1 if row.register_year == year else 1
        year = row.register_year
        suffix = row.register_number.split("/", 1)[1]
        row.register_sequence, row.register_number = sequence, f"{sequence:04d}/{suffix}"
        row.printed = {**row.printed, "register_number": row.register_number}
    Certificate.objects.bulk_update(
        rows, ["register_sequence", "register_number", "printed"], batch_size=200
    )
