from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.web.owed import take_up_owed


class Command(BaseCommand):
    help = (
        "Do what is owed and was not done: attempts whose time is up, tasks of a worker that was "
        "killed, documents without a file, mails that did not go out. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = take_up_owed()
        self.stdout.write(", ".join(f"{name}: {count or 0}" for name, count in done.items()))
        if failed := [name for name, count in done.items() if count is None]:
            raise CommandError(f"failed: {', '.join(failed)}; the log says why")
