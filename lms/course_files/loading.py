"""Load one course folder: banks first, then the pages that draw from them.

The same steps are gone through twice: once dry, which gives the plan and everything that is wrong,
and once for good. Both read the files; only the second writes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from wagtail.models import Page

from certificates.models import CertificateDesign
from courses.models import CataloguePage, CoursePage
from lms.accounts.models import User
from lms.course_files.building import Banks, CourseBuilder
from lms.course_files.errors import Complaints
from lms.course_files.library import check_upload
from lms.course_files.pages import CHANGED, CREATED, Change, PageWriter
from lms.course_files.reading import CourseFolder, read_course


class Leftovers(StrEnum):
    """What becomes of pages below a course that no file tells of, as after one was renamed."""

    BEHIND = "behind"
    UNPUBLISH = "unpublish"


@dataclass(frozen=True)
class CourseReport:
    """`leftovers` are live pages without a file; `taken_off` those that are live no more."""

    course: CoursePage
    pages_created: int
    pages_changed: int
    questions_created: int
    questions_changed: int
    leftovers: list[Page] = field(default_factory=list)
    taken_off: list[Page] = field(default_factory=list)


@dataclass(frozen=True)
class CoursePlan:
    """What loading a folder would do: to pages, by their files, to questions and to the library.

    `without_file` are pages that stay though no file tells of them; `notes` what is not done.
    """

    title: str
    code: str
    pages: dict[str, Change]
    questions: dict[str, int]
    files: list[str]
    without_file: list[str]
    notes: list[str]

    @property
    def steps(self) -> int:
        """How many times `step` is called while the plan is carried out."""
        return len(self.pages) + sum(self.questions.values())


@dataclass(frozen=True)
class Terms:
    """Where a course goes and for whom: with a person, its pages become that person's drafts."""

    catalogue: CataloguePage
    by: User | None = None
    design: CertificateDesign | None = None


def plan_course(folder: Path, terms: Terms) -> CoursePlan:
    """Return what loading a folder would do; nothing is written.

    Raises CourseFilesRefused with everything that is wrong in it.
    """
    return _plan(folder, terms)[1]


def load_course(
    folder: Path,
    *,
    catalogue: CataloguePage,
    design: CertificateDesign | None = None,
    leftovers: Leftovers = Leftovers.BEHIND,
) -> CourseReport:
    """Load a course folder below a catalogue; loading it again changes only what differs.

    A page is known by its address: the slug in the head of its file, or else the name of the
    file. Raises CourseFilesRefused with everything that is wrong in the folder; nothing is
    half-loaded then.
    """
    with transaction.atomic():
        builder = apply_course(folder, Terms(catalogue, design=design))
        without_file = [page for page in builder.without_file if page.live]
        taken_off = without_file if Leftovers(leftovers) == Leftovers.UNPUBLISH else []
        for page in taken_off:
            page.specific.unpublish()
    assert builder.course is not None  # noqa: S101  (it was applied)
    return CourseReport(
        builder.course,
        builder.writer.count(CREATED),
        builder.writer.count(CHANGED),
        builder.banks.count("created"),
        builder.banks.count("changed"),
        without_file,
        taken_off,
    )


def apply_course(
    folder: Path, terms: Terms, step: Callable[[], None] = lambda: None
) -> CourseBuilder:
    """Carry out what `plan_course` says. Each page and question is written in one piece.

    Raises CourseFilesRefused before anything is written. Carrying it out again goes on where it
    was broken off.
    """
    files, _plan_of_it = _plan(folder, terms)
    banks = _banks(folder, terms, Complaints())
    banks.save(terms.by, step)
    builder = _builder(files, banks, terms, dry=False)
    builder.step = step
    builder.build()
    builder.complaints.raise_any(folder)
    return builder


def _plan(folder: Path, terms: Terms) -> tuple[CourseFolder, CoursePlan]:
    complaints = Complaints()
    files = None
    with complaints.gathered():
        files = read_course(folder)
    banks = _banks(folder, terms, complaints)
    if files is None:
        complaints.raise_any(folder)
    assert files is not None  # noqa: S101  (or there was a complaint)
    builder = _builder(files, banks, terms, dry=True)
    builder.build()
    complaints.add(builder.complaints.lines)
    complaints.raise_any(folder)
    return files, CoursePlan(
        title=files.head.title,
        code=files.head.code,
        pages=builder.writer.changes,
        questions={o: banks.count(o) for o in ("created", "changed", "unchanged")},
        files=sorted(path.relative_to(folder).as_posix() for path in builder.library.added),
        without_file=[page.get_admin_display_title() for page in builder.without_file],
        notes=builder.notes,
    )


def _banks(folder: Path, terms: Terms, complaints: Complaints) -> Banks:
    return Banks.read(folder, terms.catalogue, terms.by, complaints)


def _builder(files: CourseFolder, banks: Banks, terms: Terms, *, dry: bool) -> CourseBuilder:
    return CourseBuilder(
        files=files,
        banks=banks,
        catalogue=terms.catalogue,
        writer=PageWriter(dry=dry, by=terms.by),
        design=terms.design,
        check=check_upload if terms.by is not None else None,
    )
