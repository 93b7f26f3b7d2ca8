"""Print the address and the sign-ins of the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Print the address and the sign-ins of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [f"\n  {settings.WAGTAILADMIN_BASE_URL}/   (CMS: /cms/)\n", "  Sign in with:"]
        lines += [f"    {account.code:<14}{account.role}" for account in ACCOUNTS]
        lines += [f"\n  Password of all: {PASSWORD}", "  Stop with Ctrl+C.\n"]
        self.stdout.write("\n".join(lines))
