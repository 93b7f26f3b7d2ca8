"""Load the positions and ranks that ship with the product."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lms.agencies.models import Position, Rank
from lms.core.plain_yaml import load_plain_yaml

DATA = Path(__file__).resolve().parents[2] / "data"
FILES: tuple[tuple[str, type[Position] | type[Rank]], ...] = (
    ("positions.yaml", Position),
    ("ranks.yaml", Rank),
)


class Command(BaseCommand):
    help = "Load the positions and ranks that ship with the product; running it again is safe."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for file_name, model in FILES:
            rows = load_plain_yaml((DATA / file_name).read_text(encoding="utf-8"))
            for row in rows:
                model.objects.update_or_create(
                    code=row["code"], defaults={"name": row["name"], "name_en": row["name_en"]}
                )
            self.stdout.write(f"{model._meta.verbose_name_plural}: {len(rows)}")
