"""Make the first pages, groups and the approval workflow; safe to run again."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.home.services import set_up_site


class Command(BaseCommand):
    help = "Make the first pages, groups and the approval workflow; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        set_up_site(hostname=address.hostname or "localhost", port=port)
        self.stdout.write("The site is set up.")
