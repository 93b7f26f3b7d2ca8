"""A course of the CMS written as the folder that `loading` reads: what comes back is equal.

Text is written as Markdown where Markdown says the same, and exactly where it does not: each piece
is read back and compared before it is written. The newest draft of every page is what is written.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.utils.file import hash_filelike
from wagtailmedia.models import Media

from assessments.banks.models import QuestionBank
from assessments.formats.writing_banks import bank_document
from assessments.formats.yaml_bank import references_of
from assessments.models import QuizPage
from assessments.question_types.rows import plain
from courses.models import CoursePage, LessonPage, ModulePage
from lms.accounts.models import User
from lms.competencies.naming import name_of
from lms.core.html import canonical
from lms.core.models import Picture
from lms.core.text import fold
from lms.course_files import rich_text
from lms.course_files.errors import CourseFileError
from lms.course_files.exact import WRITTEN
from lms.course_files.library import INDEX, Library
from lms.course_files.links import Links, name_of_page
from lms.course_files.markdown import Source, to_blocks, to_html
from lms.course_files.pages import same_blocks

KINDS: dict[str, Any] = {"picture": Picture, "document": Document, "video": Media}


class CourseNotWritten(Exception):
    """A course cannot be written as files: `str()` gives the sentence for people."""


@dataclass
class Files:
    """The library's files that the pages of a course use, by kind and number."""

    root: Path
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    index: list[dict[str, Any]] = field(default_factory=list)

    def name(self, kind: str, pk: int | None) -> str:
        """Return the name of a file below the folder, copying it at its first use."""
        if pk is None:
            return ""
        if (kind, pk) not in self.names:
            row = KINDS[kind]._default_manager.filter(pk=pk).first()
            self.names[kind, pk] = self._copy(kind, row) if row is not None else ""
        return self.names[kind, pk]

    def _copy(self, kind: str, row: Any) -> str:
        name = self._place(row.file, row.title)
        said = {"file": name, "title": row.title}
        optional: dict[str, Any] = {}
        if kind == "picture":
            optional = {"credit": row.credit, "description": row.description}
        if kind == "video":
            optional = {"duration": row.duration, "width": row.width, "height": row.height}
            if row.thumbnail:
                optional["thumbnail"] = self._place(row.thumbnail, row.title)
        self.index.append({**said, **{key: value for key, value in optional.items() if value}})
        return name

    def _place(self, file: Any, title: str) -> str:
        """Copy a stored file under a name that says what it is, the same on every site."""
        source = Path(file.name)
        plain = slugify(fold(title))[:60] or "tep"
        try:
            with file.storage.open(file.name) as stored:
                name = f"files/{plain}-{hash_filelike(stored)[:8]}{source.suffix.lower()}"
                path = self.root / name
                path.parent.mkdir(exist_ok=True)
                stored.seek(0)
                with path.open("wb") as target:
                    shutil.copyfileobj(stored, target)
        except OSError as error:
            said = _("the stored file %(name)s is missing: put it back or take it out")
            raise CourseNotWritten(said % {"name": source.name}) from error
        return name


class _Writing:
    """Answers what `exact` asks while blocks are written."""

    def __init__(self, files: Files, course: CoursePage) -> None:
        self.files, self.course = files, course

    def picture(self, pk: int | None) -> str:
        return self.files.name("picture", pk)

    def document(self, pk: int | None) -> str:
        return self.files.name("document", pk)

    def video(self, pk: int | None) -> str:
        return self.files.name("video", pk)

    def html(self, text: str) -> str:
        return rich_text.written(text, self._page, self._document)

    def _page(self, pk: int) -> str:
        return name_of_page(pk, self.course)

    def _document(self, pk: int) -> str:
        name = self.document(pk)
        return f"{rich_text.DOCUMENT}{name}" if name else ""


class _Known(Library):
    """The library as the folder knows it: files are found by their names and stay what they are."""

    def __init__(self, files: Files) -> None:
        super().__init__(files.root, None, dry=True)
        self.numbers = {(kind, name): pk for (kind, pk), name in files.names.items()}

    def picture(self, path: Path, title: str) -> int:
        return self._number("picture", path)

    def document(self, path: Path) -> int:
        return self._number("document", path)

    def video(self, path: Path) -> int:
        return self._number("video", path)

    def _number(self, kind: str, path: Path) -> int:
        return self.numbers.get((kind, path.relative_to(self.root).as_posix()), 0)


def export_course(course: CoursePage, folder: Path, user: User) -> None:
    """Write a course into an empty folder; of banks only those that `user` may see.

    Raises CourseNotWritten when a file of the library is lost.
    """
    _Exporter(course, folder, user).export()


class _Exporter:
    def __init__(self, course: CoursePage, folder: Path, user: User) -> None:
        self.course = course.get_latest_revision_as_object()
        self.folder = folder
        self.files = Files(folder)
        self.write = _Writing(self.files, self.course)
        self.links = Links(self.course)
        self.visible = QuestionBank.objects.visible_to(user)
        self.banks: list[QuestionBank] = []
        self.references: dict[int, dict[int, str]] = {}

    def export(self) -> None:
        self.banks = self._banks_of(QuizPage.objects.descendant_of(self.course))
        text = self.running_text(self.course.about, self.folder / "course.md")
        self._file(self.folder / "course.md", self.course_head(), text)
        self.parts(self.course, self.folder)
        for number, bank in enumerate(self.banks, start=1):
            name = "bank.yaml" if number == 1 else f"bank-{number}.yaml"
            _dump(self.folder / name, bank_document(bank))
        if self.files.index:
            _dump(self.folder / INDEX, self.files.index)

    def _banks_of(self, quizzes: Iterable[QuizPage]) -> list[QuestionBank]:
        ids: dict[int, None] = {}
        for quiz in sorted(quizzes, key=lambda page: str(page.path)):
            for item in _items(quiz.get_latest_revision_as_object()):
                pk = item.bank_id or (item.question.bank_id if item.question else None)
                if pk is not None:
                    ids.setdefault(pk)
        rows = self.visible.in_bulk(list(ids))
        return [rows[pk] for pk in ids if pk in rows]

    # --- Heads --------------------------------------------------------------------------------

    def course_head(self) -> dict[str, Any]:
        course = self.course
        design = course.certificate_design
        return {
            **_shared(course),
            "code": course.code,
            "summary": course.summary,
            "minutes": course.minutes,
            "credited_periods": course.credited_periods,
            "topics": [
                {"name": topic.name, **_filled(name_en=topic.name_en)}
                for topic in course.topics.all()
            ],
            "outcomes": [_outcome(outcome) for outcome in _ordered(course.outcomes)],
            "enrolment": course.enrolment_policy,
            "order": course.activity_order,
            "minimum_reading_share": course.minimum_reading_share,
            **_filled(
                certificate_design=design.name if design else "",
                certificate_validity_months=course.certificate_validity_months,
                reviewed_on=course.reviewed_on,
            ),
            "legal_basis": [_legal_basis(basis) for basis in _ordered(course.legal_bases)],
        }

    def quiz_head(self, quiz: QuizPage) -> dict[str, Any]:
        return {
            **_shared(quiz),
            "purpose": quiz.purpose,
            "minutes": quiz.minutes,
            "required": quiz.required,
            "pass_mark": quiz.pass_mark,
            "attempts_allowed": quiz.attempts_allowed or 0,
            "wait_hours": quiz.wait_hours,
            "feedback": quiz.feedback_release,
            "grading": quiz.grading_method,
            "layout": quiz.layout,
            "shuffle_questions": quiz.shuffle_questions,
            "shuffle_options": quiz.shuffle_options,
            **_filled(
                summary=quiz.summary,
                time_limit_minutes=quiz.time_limit_minutes,
                opens_at=quiz.opens_at and timezone.localtime(quiz.opens_at),
                closes_at=quiz.closes_at and timezone.localtime(quiz.closes_at),
            ),
            "draws": [self.draw(item) for item in _items(quiz)],
        }

    def draw(self, item: Any) -> dict[str, Any]:
        bank = item.bank or item.question.bank
        own = bool(self.banks) and bank == self.banks[0]
        said: dict[str, Any] = {} if own else {"bank": bank.code}
        if item.question_id:
            if bank.pk not in self.references:
                self.references[bank.pk] = references_of(list(bank.questions.all()))
            said["question"] = self.references[bank.pk][item.question_id]
        else:
            said["tags"] = sorted(tag.name for tag in item.tags.all())
        return {**said, "count": item.count, "mark": plain(Decimal(item.mark))}

    # --- Pages --------------------------------------------------------------------------------

    def parts(self, parent: Page, folder: Path) -> None:
        children = parent.get_children().order_by("path").specific()
        for number, child in enumerate(children, start=1):
            page = child.get_latest_revision_as_object()
            name = f"{number:02d}-{child.slug}"
            if isinstance(page, ModulePage):
                (folder / name).mkdir()
                head = {**_shared(page), **_filled(summary=page.summary)}
                self._file(folder / name / "module.md", head, "")
                self.parts(child, folder / name)
            elif isinstance(page, LessonPage):
                self.lesson(page, folder / f"{name}.md")
            elif isinstance(page, QuizPage):
                path = folder / f"{name}.md"
                self._file(path, self.quiz_head(page), self.running_text(page.intro, path))

    def lesson(self, page: LessonPage, path: Path) -> None:
        head = {**_shared(page), "minutes": page.minutes, "required": page.required}
        blocks = list(page.body.get_prep_value())
        self._file(path, {**head, **_filled(summary=page.summary)}, self.body(blocks, path))

    # --- Texts --------------------------------------------------------------------------------

    def running_text(self, html: str, path: Path) -> str:
        """Return rich text as Markdown, or exactly."""
        portable = self.write.html(html or "")
        markdown = rich_text.to_markdown(portable)
        if self._reads(lambda: canonical(to_html(markdown, self._source(path))), canonical(html)):
            return markdown
        return _exact("text", {"html": portable})

    def body(self, blocks: list[dict[str, Any]], path: Path) -> str:
        pieces: list[str] = []
        before = ""
        for block in blocks:
            kind, value = block["type"], block["value"]
            # Two texts in a row would be read as one.
            pieces.append(self.piece(kind, value, path, apart=kind == before == "text"))
            before = kind
        text = "\n\n".join(pieces)
        if self._reads(
            lambda: same_blocks(to_blocks(text, self._source(path))), same_blocks(blocks)
        ):
            return text
        # One piece changed how another is read.
        exact = (_exact(b["type"], WRITTEN[b["type"]](b["value"], self.write)) for b in blocks)
        return "\n\n".join(exact)

    def piece(self, kind: str, value: Any, path: Path, *, apart: bool) -> str:
        said = WRITTEN[kind](value, self.write)
        source = self._source(path)
        for markdown in _tries(kind, said, apart=apart):
            wanted = same_blocks([{"type": kind, "value": value}])
            if self._reads(lambda text=markdown: same_blocks(to_blocks(text, source)), wanted):
                return markdown
        return _exact(kind, said)

    def _reads(self, read: Any, wanted: Any) -> bool:
        try:
            return bool(read() == wanted)
        except CourseFileError:
            return False

    def _source(self, path: Path) -> Source:
        return Source(path, _Known(self.files), self.links.find)

    def _file(self, path: Path, head: dict[str, Any], text: str) -> None:
        path.write_text(f"---\n{_yaml(head)}---\n{text}\n", encoding="utf-8")


def _tries(kind: str, said: dict[str, Any], *, apart: bool) -> Iterable[str]:
    """Return ways to write a block in Markdown, the plainest first."""
    if kind == "text":
        markdown = rich_text.to_markdown(said["html"])
        if not apart:
            yield markdown
        yield f"::: text\n{markdown}\n:::"
    elif kind == "callout":
        title = f"{said['kind']} {said['title']}".strip()
        yield f"::: {title}\n{rich_text.to_markdown(said['html'])}\n:::"
    elif kind == "picture" and said["file"]:
        caption = f' "{said["caption"]}"' if said["caption"] else ""
        yield f"![{said['alt']}]({said['file']}{caption})"
    elif kind == "table" and said["columns"]:
        yield _table(said)


def _table(said: dict[str, Any]) -> str:
    rows = [said["columns"], ["---"] * len(said["columns"])]
    rows += [[rich_text.to_markdown(cell) for cell in row["cells"]] for row in said["rows"]]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    caption = [f"Bảng: {said['caption']}", ""] if said["caption"] else []
    return "\n".join([*caption, *lines])


def _exact(kind: str, said: dict[str, Any]) -> str:
    text = _yaml(said)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}block {kind}\n{text}{fence}"


def _shared(page: Page) -> dict[str, Any]:
    optional = _filled(seo_title=page.seo_title, search_description=page.search_description)
    return {"title": page.title, "slug": page.slug, **optional}


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}


def _outcome(outcome: Any) -> dict[str, Any]:
    if outcome.competency is None or outcome.level is None:
        return {"text": outcome.text}
    name, level = name_of(outcome.competency), outcome.level.number
    return {"text": outcome.text, "competency": name, "level": level}


def _legal_basis(basis: Any) -> dict[str, Any]:
    names = ("issued_on", "effective_on", "ceased_on", "note", "url")
    optional = _filled(**{name: getattr(basis, name) for name in names})
    return {"number": basis.number, "title": basis.title, **optional}


def _ordered(related: Any) -> list[Any]:
    return sorted(related.all(), key=lambda row: row.sort_order or 0)


def _items(quiz: Any) -> list[Any]:
    return _ordered(quiz.items)


class _Dumper(yaml.SafeDumper):
    """Writes texts so that `plain_yaml` reads the same: true and false in quotes, no references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain(dumper: yaml.SafeDumper, value: Any) -> yaml.Node:
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Dumper.add_multi_representer(object, _plain)


def _yaml(data: Any) -> str:
    return yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=False,
    )


def _dump(path: Path, data: Any) -> None:
    path.write_text(_yaml(data), encoding="utf-8")
