"""Load one course folder: bank first, then the pages that draw from it."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.utils.file import hash_filelike

from assessments.formats.yaml_bank import BankFileError, LoadReport, load_bank
from assessments.models import Question, QuestionBank, QuestionTag, QuizPage
from assessments.quizzes.rules import FIRST_RULES
from certificates.models import CertificateDesign
from courses.library import collection_of
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage, Topic
from lms.competencies.models import Competency, ProficiencyLevel
from lms.competencies.naming import CompetencyNames
from lms.core.models import Picture
from lms.core.text import fold
from lms.course_files.errors import Complaints, CourseFileError
from lms.course_files.heads import CourseHead, LegalBasisHead, OutcomeHead
from lms.course_files.markdown import Block, to_blocks, to_html
from lms.course_files.pages import PageWriter
from lms.course_files.reading import (
    ActivityFile,
    CourseFolder,
    LessonFile,
    ModuleFolder,
    QuizFile,
    read_course,
)


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


@transaction.atomic
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
    complaints = Complaints()
    files = bank = None
    with complaints.gathered():
        files = read_course(folder)
    path = folder / "bank.yaml"
    if path.exists():
        with complaints.gathered(BankFileError):
            bank = load_bank(path, catalogue=catalogue)
    complaints.raise_any(folder)
    assert files is not None  # noqa: S101  (or there was a complaint)
    return _Loader(files, bank, catalogue, design, Leftovers(leftovers)).load()


class _Loader:
    def __init__(
        self,
        files: CourseFolder,
        bank: LoadReport | None,
        catalogue: CataloguePage,
        design: CertificateDesign | None,
        leftovers: Leftovers,
    ) -> None:
        self.files = files
        self.catalogue = catalogue
        self.design = design
        self.collection = collection_of(catalogue)
        self.leftovers = leftovers
        self.writer = PageWriter()
        self.competencies = CompetencyNames()
        self.bank_report = bank
        self.bank: QuestionBank | None = bank.bank if bank else None
        self.complaints = Complaints()
        self.without_file: list[Page] = []

    def load(self) -> CourseReport:
        course = None
        with self.complaints.gathered():
            course = self.course()
        if course is not None:
            self.parts(course, self.files.parts)
        self.complaints.raise_any(self.files.path)
        assert course is not None  # noqa: S101  (or there was a complaint)
        bank = self.bank_report
        live = [page for page in self.without_file if page.live]
        return CourseReport(
            course,
            self.writer.created,
            self.writer.changed,
            bank.created if bank else 0,
            bank.changed if bank else 0,
            live,
            self.take_off(live) if self.leftovers == Leftovers.UNPUBLISH else [],
        )

    def take_off(self, live: list[Page]) -> list[Page]:
        """Unpublish what no file tells of; drafts stay drafts, and every record is kept."""
        for page in live:
            page.specific.unpublish()
        return live

    def course(self) -> CoursePage:
        head = self.files.head
        values: dict[str, Any] = {
            "title": head.title,
            "code": head.code,
            "summary": head.summary,
            "about": to_html(self.files.markdown),
            "credited_periods": head.credited_periods,
            "minutes": head.minutes,
            "activity_order": head.order,
            "minimum_reading_share": head.minimum_reading_share,
            "reviewed_on": head.reviewed_on,
        }
        if self.design is not None:
            values["certificate_design"] = self.design
        rows = {
            "outcomes": [self.outcome(head, outcome) for outcome in head.outcomes],
            "legal_bases": [vars(basis).copy() for basis in head.legal_basis],
        }
        topics = [_topic(name) for name in head.topics]
        try:
            return self.writer.write(
                CoursePage, self.catalogue, head.slug, values, rows, {"topics": list(topics)}
            )
        except ValidationError as error:
            path = self.files.path / "course.md"
            raise CourseFileError(path, " ".join(error.messages)) from error

    def outcome(self, head: CourseHead, outcome: OutcomeHead) -> dict[str, Any]:
        competency = level = None
        if outcome.competency:
            competency, level = self.competency(outcome.competency, outcome.level)
        return {"text": outcome.text, "competency": competency, "level": level}

    def competency(self, name: str, number: int | None) -> tuple[Competency, ProficiencyLevel]:
        path = self.files.path / "course.md"
        competency = self.competencies.find(name)
        if competency is None:
            raise CourseFileError(path, f"there is no competency '{name}'")
        level = ProficiencyLevel.objects.filter(
            framework=competency.framework_id, number=number or 0
        ).first()
        if level is None:
            raise CourseFileError(path, f"the framework of '{name}' has no level {number}")
        return competency, level

    def parts(self, parent: Page, parts: list[ModuleFolder | ActivityFile]) -> None:
        pages: list[Page] = []
        for part in parts:
            with self.complaints.gathered():
                pages.append(self.part(parent, part))
        if not self.complaints.lines:
            self.without_file += self.writer.put_in_order(parent, pages)

    def part(self, parent: Page, part: ModuleFolder | ActivityFile) -> Page:
        try:
            if isinstance(part, LessonFile):
                return self.lesson(parent, part)
            if isinstance(part, QuizFile):
                return self.quiz(parent, part)
            values = {"title": part.head.title, "summary": part.head.summary}
            page = self.writer.write(ModulePage, parent, part.slug, values)
        except ValidationError as error:
            raise CourseFileError(part.path, " ".join(error.messages)) from error
        self.parts(page, list(part.activities))
        return page

    def lesson(self, parent: Page, file: LessonFile) -> LessonPage:
        blocks = to_blocks(file.markdown, file.path, self.picture)
        if file.head.legal_basis:
            blocks.append(_legal_callout(file, len(blocks)))
        values = {
            "title": file.head.title,
            "summary": file.head.summary,
            "minutes": file.head.minutes,
            "required": file.head.required,
            "body": blocks,
        }
        return self.writer.write(LessonPage, parent, file.slug, values)

    def quiz(self, parent: Page, file: QuizFile) -> QuizPage:
        head = file.head
        draws = sum(draw.count for draw in head.draws)
        values = {
            "title": head.title,
            "summary": head.summary,
            "minutes": head.minutes or head.time_limit_minutes or 2 * draws,
            "required": head.required,
            "purpose": head.purpose,
            "intro": to_html(file.markdown),
            "time_limit_minutes": head.time_limit_minutes,
            "pass_mark": head.pass_mark,
            **head.rules,
        }
        items = [self.draw(file, draw.tag, draw.count, draw.mark) for draw in head.draws]
        first = FIRST_RULES[head.purpose]
        return self.writer.write(
            QuizPage, parent, file.slug, values, {"items": items}, at_first=first
        )

    def draw(self, file: QuizFile, tag: str, count: int, mark: float) -> dict[str, Any]:
        if self.bank is None:
            raise CourseFileError(file.path, "a quiz draws questions, but there is no bank.yaml")
        ready = Question.objects.drawable().filter(bank=self.bank, tags__name=tag).count()
        if ready < count:
            raise CourseFileError(
                file.path, f"draws {count} questions tagged {tag}, the bank has {ready} ready"
            )
        tags = [QuestionTag.objects.get(name=tag)]
        return {"bank": self.bank, "count": count, "mark": mark, "tags": tags}

    def picture(self, path: Path, title: str) -> int:
        """Return the id of the picture in the library, adding it when its bytes are new."""
        with path.open("rb") as stream:
            digest = hash_filelike(stream)
            known = Picture.objects.filter(file_hash=digest, title=title[:255])
            picture = known.filter(collection=self.collection).first()
            if picture is None:
                stream.seek(0)
                file = ImageFile(stream, name=path.name)
                picture = Picture.objects.create(
                    title=title[:255], file=file, file_hash=digest, collection=self.collection
                )
        return picture.pk


def _topic(written: str) -> Topic:
    """Return the topic of a name, written “Chữ ký số” or “Chữ ký số | Digital signatures”."""
    name, _bar, name_en = (part.strip() for part in written.partition("|"))
    topic, _created = Topic.objects.get_or_create(
        slug=slugify(fold(name))[:80], defaults={"name": name}
    )
    if name_en and not topic.name_en:
        topic.name_en = name_en
        topic.save(update_fields=["name_en"])
    return topic


def _legal_callout(file: LessonFile, index: int) -> Block:
    items = "".join(f"<li>{_legal_line(basis)}</li>" for basis in file.head.legal_basis)
    return {
        "type": "callout",
        "value": {"kind": "legal", "title": "", "text": f"<ul>{items}</ul>"},
        "id": f"{file.slug[:30]}-legal-{index}",
    }


def _legal_line(basis: LegalBasisHead) -> str:
    dates = []
    if basis.issued_on:
        dates.append(f"ngày {basis.issued_on:%d/%m/%Y}")
    if basis.effective_on:
        dates.append(f"có hiệu lực từ {basis.effective_on:%d/%m/%Y}")
    if basis.ceased_on:
        dates.append(f"hết hiệu lực từ {basis.ceased_on:%d/%m/%Y}")
    note = f" ({basis.note})" if basis.note else ""
    return f"{basis.title}, số {', '.join([basis.number, *dates])}{note}."
