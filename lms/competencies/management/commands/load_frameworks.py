from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.competencies.framework_files import FOLDER, InvalidFile
from lms.competencies.loading import load_frameworks


class Command(BaseCommand):
    help = (
        "Load the competency frameworks and the levels that positions require from YAML files. "
        "Run it again after changing a file or adding positions; nothing is ever deleted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Where the files are.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder}: there is no such folder.")
        try:
            loaded = load_frameworks(folder=folder)
        except InvalidFile as error:
            raise CommandError(str(error)) from error
        for framework in loaded.frameworks:
            self.stdout.write(
                f"{framework.code} {framework.version}: {framework.competencies.count()} "
                f"competencies, {framework.levels.count()} levels"
            )
        self.stdout.write(f"Required levels added: {loaded.required_levels}")
        if loaded.unknown_positions:
            self.stdout.write(
                f"Positions not in the register yet: {', '.join(loaded.unknown_positions)}. "
                "Run this again once they are."
            )
