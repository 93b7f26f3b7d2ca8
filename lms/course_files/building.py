"""What the files of a course say, as pages: built dry for a plan, and again to be written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.banks.content import QuestionContent
from assessments.banks.publishing import publish_question
from assessments.formats.yaml_bank import (
    BankFileError,
    BankPlan,
    plan_bank,
    save_bank,
    save_question,
)
from assessments.models import Question, QuestionBank, QuestionTag, QuizPage
from assessments.quizzes.rules import FIRST_RULES
from assessments.upkeep.changing import publish_or_propose
from assessments.words import QuestionStatus
from certificates.models import CertificateDesign
from courses.library import collection_of
from courses.models import (
    CatalogueCollection,
    CataloguePage,
    CoursePage,
    LessonPage,
    ModulePage,
    Topic,
)
from lms.accounts.models import User
from lms.competencies.models import Competency, ProficiencyLevel
from lms.competencies.naming import CompetencyNames
from lms.core.text import fold
from lms.course_files.errors import Complaints, CourseFileError
from lms.course_files.heads import (
    CourseHead,
    DrawHead,
    LegalBasisHead,
    OutcomeHead,
    PageHead,
    TopicHead,
)
from lms.course_files.library import INDEX, Library, read_index
from lms.course_files.links import Links
from lms.course_files.markdown import Block, Source, to_blocks, to_html
from lms.course_files.pages import PageWriter, Wanted
from lms.course_files.reading import (
    ActivityFile,
    CourseFolder,
    LessonFile,
    ModuleFolder,
    QuizFile,
    Written,
    load_plain_file,
)


@dataclass
class Banks:
    """The banks of a course: of its files, and those of the catalogues that are named only."""

    plans: list[BankPlan]
    allowed: Any  # the QuerySet of those that may be drawn from
    is_whole: bool = True  # no file of a bank was refused

    @classmethod
    def read(
        cls, folder: Path, catalogue: CataloguePage, by: User | None, complaints: Complaints
    ) -> "Banks":
        """Plan the bank files of a folder; what is wrong in them is added to the complaints."""
        allowed = QuestionBank.objects.all() if by is None else QuestionBank.objects.visible_to(by)
        plans: dict[str, BankPlan] = {}
        before = len(complaints.lines)
        for path in sorted(folder.glob("bank*.yaml"), key=lambda path: (len(path.name), path.name)):
            with complaints.gathered(BankFileError):
                plan = plan_bank(
                    path,
                    catalogue=catalogue,
                    banks=None if by is None else allowed,
                    new_are_drafts=by is not None,
                )
                if plan.bank.code in plans:
                    said = _("the bank %(code)s is in two files") % {"code": plan.bank.code}
                    raise CourseFileError(path, said)
                plans[plan.bank.code] = plan
        return cls(list(plans.values()), allowed, is_whole=len(complaints.lines) == before)

    def count(self, outcome: str) -> int:
        return sum(plan.count(outcome) for plan in self.plans)

    def save(self, by: User | None, step: Callable[[], None]) -> None:
        for plan in self.plans:
            save_bank(plan, by)
            for planned in plan.questions:
                save_question(plan.bank, planned, publish=partial(_publish, by), by=by)
                step()

    def plan_of(self, code: str) -> BankPlan | None:
        """Return the bank with a code, without one the first of the course."""
        for plan in self.plans:
            if not code or plan.bank.code == code:
                return plan
        bank = self.allowed.filter(code=code).first() if code else None
        return BankPlan(bank, is_new=False, is_renamed=False, questions=[]) if bank else None


def _publish(by: User | None, question: Question, before: QuestionContent | None) -> None:
    if by is None:
        publish_question(question=question)
    else:
        publish_or_propose(question=question, by=by, before=before)


@dataclass
class CourseBuilder:
    """Goes through the files of a course; `check` is asked of new files of the library."""

    files: CourseFolder
    banks: Banks
    catalogue: CataloguePage
    writer: PageWriter
    design: CertificateDesign | None = None
    check: Callable[[Path, type[Any]], None] | None = None
    step: Callable[[], None] = lambda: None
    complaints: Complaints = field(default_factory=Complaints)
    without_file: list[Page] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    course: CoursePage | None = None

    def __post_init__(self) -> None:
        self.root = self.files.path
        self.library = Library(self.root, None, dry=self.writer.dry, check=self.check)
        self.links = Links()
        self.competencies = CompetencyNames()

    def build(self) -> None:
        """Write the course and what stands below it; what is wrong is in `complaints`."""
        with self.complaints.gathered():
            self.library.collection = self.collection()
            self.library.index = self.index()
        with self.complaints.gathered():
            self._refuse_foreign_code()
            self.course = self.write_course()
        if self.course is None:
            # What stands below is looked at all the same: everything wrong is said at once.
            if not self.writer.dry:
                return
            self.parts(CoursePage(), self.files.parts)
            return
        self.links.course = self.course
        self.parts(self.course, self.files.parts)
        if self.links.open and not self.writer.dry and not self.complaints.lines:
            # Texts that lead to pages which came after them.
            self.links.open.clear()
            self.step = lambda: None
            self.course = self.write_course()
            self.parts(self.course, self.files.parts)

    def collection(self) -> Any:
        if not self.writer.dry:
            return collection_of(self.catalogue)
        kept = CatalogueCollection.objects.filter(catalogue_id=self.catalogue.pk).first()
        return kept.collection if kept else None

    def index(self) -> Any:
        path = self.root / INDEX
        return read_index(self.root, load_plain_file(path)) if path.exists() else {}

    def source(self, path: Path, written: Written) -> Source:
        return Source(path, self.library, self.links.find, written.line)

    def write(self, parent: Page, wanted: Wanted, path: Path) -> Page:
        try:
            page = self.writer.write(parent, wanted, path.relative_to(self.root).as_posix())
        except ValidationError as error:
            raise CourseFileError(path, _said(error, wanted.kind)) from error
        self.step()
        return page

    # --- The course ---------------------------------------------------------------------------

    def _refuse_foreign_code(self) -> None:
        head = self.files.head
        same = CoursePage.objects.filter(code__iexact=head.code)
        other = same.exclude(
            pk__in=CoursePage.objects.child_of(self.catalogue).filter(slug=head.slug).values("pk")
        ).first()
        if other is not None:
            said = _("another course has the code %(code)s already") % {"code": head.code}
            raise CourseFileError(self.root / "course.md", said)

    def write_course(self) -> CoursePage:
        head, path = self.files.head, self.root / "course.md"
        values: dict[str, Any] = {
            **_shared(head),
            "code": head.code,
            "summary": head.summary,
            "about": to_html(self.files.written.text, self.source(path, self.files.written)),
            "credited_periods": head.credited_periods,
            "minutes": head.minutes,
            "activity_order": head.order,
            "minimum_reading_share": head.minimum_reading_share,
            "reviewed_on": head.reviewed_on,
            **self.certificate(head),
        }
        if head.enrolment is not None:
            values["enrolment_policy"] = head.enrolment
        inner = Complaints()
        outcomes = []
        for outcome in head.outcomes:
            with inner.gathered():
                outcomes.append(self.outcome(outcome))
        inner.raise_any(path)
        rows = {
            "outcomes": outcomes,
            "legal_bases": [vars(basis).copy() for basis in head.legal_basis],
        }
        topics = [self.topic(topic) for topic in head.topics]
        wanted = Wanted(CoursePage, head.slug, values, rows, {"topics": list(topics)}, {})
        page = self.write(self.catalogue, wanted, path)
        assert isinstance(page, CoursePage)  # noqa: S101
        return page

    def certificate(self, head: CourseHead) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if head.certificate_validity_months is not None:
            values["certificate_validity_months"] = head.certificate_validity_months
        design = self.design
        if design is None and head.certificate_design:
            design = CertificateDesign.objects.filter(name=head.certificate_design).first()
            if design is None:
                said = _("there is no certificate design “%(name)s”: choose one in the editor")
                self.note(said % {"name": head.certificate_design})
                values.pop("certificate_validity_months", None)
        if design is not None:
            values["certificate_design"] = design
        return values

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def outcome(self, outcome: OutcomeHead) -> dict[str, Any]:
        competency = level = None
        if outcome.competency:
            competency, level = self.competency(outcome.competency, outcome.level)
        return {"text": outcome.text, "competency": competency, "level": level}

    def competency(self, name: str, number: int | None) -> tuple[Competency, ProficiencyLevel]:
        path = self.root / "course.md"
        competency = self.competencies.find(name)
        if competency is None:
            raise CourseFileError(path, _("there is no competency '%(name)s'") % {"name": name})
        level = ProficiencyLevel.objects.filter(
            framework=competency.framework_id, number=number or 0
        ).first()
        if level is None:
            said = _("the framework of '%(name)s' has no level %(level)s")
            raise CourseFileError(path, said % {"name": name, "level": number})
        return competency, level

    def topic(self, head: TopicHead) -> Topic:
        slug = slugify(fold(head.name))[:80]
        known = Topic.objects.filter(slug=slug).first()
        if known is None:
            known = Topic(slug=slug, name=head.name, name_en=head.name_en)
            if not self.writer.dry:
                known.save()
        elif head.name_en and not known.name_en and self.writer.by is None:
            # Topics belong to all catalogues: what one is called there is no trainer's to change.
            known.name_en = head.name_en
            if not self.writer.dry:
                known.save(update_fields=["name_en"])
        return known

    # --- What stands below it -----------------------------------------------------------------

    def parts(self, parent: Page, parts: list[ModuleFolder | ActivityFile]) -> None:
        pages: list[Page] = []
        for part in parts:
            with self.complaints.gathered():
                pages.append(self.part(parent, part))
        if not self.complaints.lines:
            others = self.writer.put_in_order(parent, pages)
            self.without_file += [page for page in others if page not in self.without_file]

    def part(self, parent: Page, part: ModuleFolder | ActivityFile) -> Page:
        if isinstance(part, LessonFile):
            return self.lesson(parent, part)
        if isinstance(part, QuizFile):
            return self.quiz(parent, part)
        values = {**_shared(part.head), "summary": part.head.summary}
        page = self.write(
            parent, Wanted(ModulePage, part.slug, values, {}, {}, {}), part.path / "module.md"
        )
        self.parts(page, list(part.activities))
        return page

    def lesson(self, parent: Page, file: LessonFile) -> Page:
        blocks = to_blocks(file.written.text, self.source(file.path, file.written))
        if file.head.legal_basis:
            blocks.append(_legal_callout(file, len(blocks)))
        values = {
            **_shared(file.head),
            "summary": file.head.summary,
            "minutes": file.head.minutes,
            "required": file.head.required,
            "body": blocks,
        }
        return self.write(parent, Wanted(LessonPage, file.slug, values, {}, {}, {}), file.path)

    def quiz(self, parent: Page, file: QuizFile) -> Page:
        head = file.head
        draws = sum(draw.count for draw in head.draws)
        values = {
            **_shared(head),
            "summary": head.summary,
            "minutes": head.minutes or head.time_limit_minutes or 2 * draws,
            "required": head.required,
            "purpose": head.purpose,
            "intro": to_html(file.written.text, self.source(file.path, file.written)),
            "time_limit_minutes": head.time_limit_minutes,
            "pass_mark": head.pass_mark,
            **head.rules,
        }
        inner, items = Complaints(), []
        # What draws from a bank that was refused is looked at when the bank is right.
        for draw in head.draws if self.banks.is_whole else ():
            with inner.gathered():
                items.append(self.item(file, draw))
        inner.raise_any(file.path)
        first = FIRST_RULES[head.purpose]
        return self.write(
            parent, Wanted(QuizPage, file.slug, values, {"items": items}, {}, first), file.path
        )

    def item(self, file: QuizFile, draw: DrawHead) -> dict[str, Any]:
        plan = self.banks.plan_of(draw.bank)
        if plan is None:
            said = (
                _("there is no bank %(code)s that you may draw from") % {"code": draw.bank}
                if draw.bank
                else _("a quiz draws questions, but there is no bank.yaml")
            )
            raise CourseFileError(file.path, said)
        row: dict[str, Any] = {
            "question": None,
            "bank": None,
            "count": draw.count,
            "mark": draw.mark,
            "tags": [],
        }
        if draw.question:
            return {**row, "question": self.question(file, plan, draw.question)}
        tags = draw.all_tags
        found = plan.drawable(set(tags)) if self.writer.by else _ready(plan, set(tags))
        if found < draw.count:
            said = _("draws %(count)d questions tagged %(tags)s, the bank has %(found)d ready")
            words = {"count": draw.count, "tags": ", ".join(tags) or "–", "found": found}
            raise CourseFileError(file.path, said % words)
        known = {tag.name: tag for tag in QuestionTag.objects.filter(name__in=tags)}
        # In a plan the tags of new questions are not there yet.
        wanted = [known.get(name) or QuestionTag(name=name) for name in tags]
        return {**row, "bank": plan.bank, "tags": wanted}

    def question(self, file: QuizFile, plan: BankPlan, reference: str) -> Question:
        for planned, name in plan.named():
            if name == reference:
                return planned
        said = _("the bank %(bank)s has no question %(question)s")
        words = {"bank": plan.bank.code, "question": reference}
        raise CourseFileError(file.path, said % words)


def _ready(plan: BankPlan, tags: set[str]) -> int:
    """Count what can be drawn as soon as the file is loaded."""
    planned = {p.question.pk: p for p in plan.questions if p.question.pk}
    count = sum(p.status == QuestionStatus.READY and tags <= set(p.tags) for p in plan.questions)
    if plan.bank.pk:
        rows = Question.objects.drawable().filter(bank=plan.bank).exclude(pk__in=planned)
        for tag in tags:
            rows = rows.filter(tags__name=tag)
        count += rows.distinct().count()
    return count


def _shared(head: PageHead) -> dict[str, Any]:
    named = {"seo_title": head.seo_title, "search_description": head.search_description}
    return {"title": head.title, **named}


def _said(error: ValidationError, kind: type[Page]) -> str:
    """Return what a page lacks, each field by its name in the editor."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {f.name: str(getattr(f, "verbose_name", f.name)) for f in kind._meta.get_fields()}
    return "; ".join(
        f"{names.get(name, name)}: {' '.join(messages)}" if name in names else " ".join(messages)
        for name, messages in error.message_dict.items()
    )


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
    return escape(f"{basis.title}, số {', '.join([basis.number, *dates])}{note}.")
