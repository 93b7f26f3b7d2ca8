"""Make the first pages, groups and the approval workflow; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.home.services import set_up_site


class Command(BaseCommand):
    help = "Make the first pages, groups and the approval workflow; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_site()
        self.stdout.write("The site is set up.")
