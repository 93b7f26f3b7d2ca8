"""Load course folders; without arguments the starter courses. Safe to run again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import courses
from certificates.models import CertificateDesign
from courses.models import CataloguePage
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import Leftovers, load_course

STARTER = Path(courses.__file__).parent / "starter"


class Command(BaseCommand):
    help = "Load course folders (Markdown with YAML heads); without arguments the starter courses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
        parser.add_argument("--catalogue", default="courses", help="slug of the catalogue page")
        parser.add_argument("--design", help="name of the certificate design of new courses")
        parser.add_argument(
            "--leftover",
            choices=[choice.value for choice in Leftovers],
            default=Leftovers.BEHIND.value,
            help="what becomes of pages that no file tells of, as after a file was renamed: they "
            "stay behind the others (behind), or are taken off the site (unpublish)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = CataloguePage.objects.filter(slug=options["catalogue"]).first()
        if catalogue is None:
            raise CommandError(
                f"There is no catalogue with the slug {options['catalogue']!r}: "
                "run setup_site, or name one with --catalogue."
            )
        design = None
        if options["design"]:
            design = CertificateDesign.objects.filter(name=options["design"]).first()
            if design is None:
                raise CommandError(f"There is no certificate design named {options['design']!r}.")
        folders = options["folders"] or sorted(p.parent for p in STARTER.glob("*/course.md"))
        for folder in folders:
            try:
                report = load_course(
                    folder,
                    catalogue=catalogue,
                    design=design,
                    leftovers=Leftovers(options["leftover"]),
                )
            except CourseFileError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(
                f"{report.course.code} {report.course.title}: pages {report.pages_created} new, "
                f"{report.pages_changed} changed; questions {report.questions_created} new, "
                f"{report.questions_changed} changed"
            )
            for page in report.leftovers:
                done = "taken off the site" if page in report.taken_off else "still taught, last"
                self.stdout.write(f"  no file tells of {page.url_path} ({page.title}): {done}")
