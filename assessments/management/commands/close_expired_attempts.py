"""Grade the attempts whose time is up and that nobody has come back to."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.marking.gradings import close_expired_attempts


class Command(BaseCommand):
    help = "Grade every running attempt whose time is up. Run it every minute or so."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{close_expired_attempts()} attempts closed")
