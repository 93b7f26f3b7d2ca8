"""Make the demonstration province: agencies, invented officials, their learning history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.demo.services import load_demo


class Command(BaseCommand):
    help = "Make the demonstration province; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--officials", type=int, default=300, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["officials"] <= 99_999:
            raise CommandError("--officials: give a number from 1 to 99999.")
        load_demo(officials=options["officials"], report=self.stdout.write)
        self.stdout.write("The demonstration province is there.")
