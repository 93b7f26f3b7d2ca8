"""Remove security events past their retention: a timer of deploy/systemd does it every night."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.accounts.events import remove_old_events


class Command(BaseCommand):
    help = "Remove security events that are older than SECURITY_EVENT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Old security events removed: {remove_old_events()}")
