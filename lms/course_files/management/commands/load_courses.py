"""Load course folders; without arguments the starter courses. Safe to run again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import courses
from assessments.formats.yaml_bank import BankFileError
from certificates.models import CertificateDesign
from courses.models import CataloguePage
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import load_course

STARTER = Path(courses.__file__).parent / "starter"


class Command(BaseCommand):
    help = "Load course folders (Markdown with YAML heads); without arguments the starter courses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
        parser.add_argument("--catalogue", default="courses", help="slug of the catalogue page")
        parser.add_argument("--design", help="name of the certificate design of new courses")

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
                report = load_course(folder, catalogue=catalogue, design=design)
            except (CourseFileError, BankFileError) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(
                f"{report.course.code} {report.course.title}: pages {report.pages_created} new, "
                f"{report.pages_changed} changed; questions {report.questions_created} new, "
                f"{report.questions_changed} changed"
            )
