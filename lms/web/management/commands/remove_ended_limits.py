"""Remove counters of limits whose time is over: a timer of deploy/systemd does it every night."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.web.limits import remove_ended


class Command(BaseCommand):
    help = "Remove the counters of limits whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Ended counters removed: {remove_ended()}")
