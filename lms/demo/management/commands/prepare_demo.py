"""What `make run` needs before it serves: database, static files, demonstration. Repeatable."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.demo.services import is_loaded, load_demo
from lms.demo.static_files import collect_when_changed
from lms.home.services import set_up_site

INDEXING = ("wagtail.tasks.", "modelsearch.tasks.")


class Command(BaseCommand):
    help = "Bring the database up to date and load the demonstration province once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--officials", type=int, default=300, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_translations")
        collect_when_changed()
        call_command("migrate", interactive=False, verbosity=0)
        # Whichever port it is served from today: mails and previews lead there.
        set_up_site()
        if not is_loaded():
            self.stdout.write("Loading the demonstration province, once …")
            load_demo(officials=options["officials"], report=self.stdout.write)
            call_command("rebuild_references_index", verbosity=0)
            call_command("update_index", verbosity=0)
            _forget_indexing()


def _forget_indexing() -> None:
    """Take back the tasks that would index again, page by page, what has just been indexed."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    for room in INDEXING:
        waiting.filter(task_path__startswith=room).delete()
