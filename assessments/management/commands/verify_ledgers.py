from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.attempts.ledger import verify
from assessments.attempts.models import Attempt


class Command(BaseCommand):
    help = (
        "Check the ledger of answers of every attempt, or of one: that no entry was changed, "
        "moved or removed. Names each attempt whose ledger is broken, and then ends with code 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("attempt", nargs="?", type=UUID)

    def handle(self, *args: Any, attempt: UUID | None = None, **options: Any) -> None:
        attempts = Attempt.objects.order_by("pk")
        if attempt is not None:
            attempts = attempts.filter(pk=attempt)
            if not attempts.exists():
                raise CommandError(f"there is no attempt {attempt}")
        checked = entries = broken = 0
        for pk in list(attempts.values_list("pk", flat=True)):
            # Under its lock: an answer that is saved meanwhile is no fault.
            with transaction.atomic():
                row = Attempt.objects.select_for_update(of=("self",)).get(pk=pk)
                check = verify(row)
            checked += 1
            entries += check.entries
            if not check.intact:
                broken += 1
                self.stderr.write(f"attempt {pk}: the ledger is broken at entry {check.broken_at}")
        self.stdout.write(f"{checked} ledgers with {entries} entries checked")
        if broken:
            raise CommandError(f"{broken} of {checked} ledgers are broken")
