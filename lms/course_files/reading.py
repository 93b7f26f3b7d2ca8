"""A folder of course files read into one plain object; nothing is written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.core.plain_yaml import PlainYamlError, load_plain_yaml
from lms.core.text import fold
from lms.course_files.errors import Complaints, CourseFileError
from lms.course_files.heads import CourseHead, LessonHead, ModuleHead, QuizHead, read_head

H = TypeVar("H")
NUMBER = re.compile(r"[0-9]+")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True)
class LessonFile:
    path: Path
    slug: str
    head: LessonHead
    written: "Written"


@dataclass(frozen=True)
class QuizFile:
    path: Path
    slug: str
    head: QuizHead
    written: "Written"


ActivityFile = LessonFile | QuizFile


@dataclass(frozen=True)
class ModuleFolder:
    path: Path
    slug: str
    head: ModuleHead
    activities: list[ActivityFile]


@dataclass(frozen=True)
class CourseFolder:
    """`parts` are modules and activities in the order they are taught."""

    path: Path
    head: CourseHead
    written: "Written"
    parts: list[ModuleFolder | ActivityFile]


def read_course(folder: Path) -> CourseFolder:
    """Read a course folder; raises CourseFilesRefused naming every file and what is wrong."""
    complaints = Complaints()
    head = written = None
    slug = ""
    with complaints.gathered():
        head, written = _read(CourseHead, folder / "course.md")
        slug = _checked_slug(head.slug, folder / "course.md")
    parts = _read_parts(folder, complaints, modules=True)
    complaints.raise_any(folder)
    assert head is not None and written is not None  # noqa: S101, PT018  (or a complaint)
    return CourseFolder(folder, replace(head, slug=slug), written, parts)


def _read_parts(
    folder: Path, complaints: Complaints, *, modules: bool
) -> list["ModuleFolder | ActivityFile"]:
    parts: list[ModuleFolder | ActivityFile] = []
    for path in _numbered(folder) if folder.is_dir() else ():
        with complaints.gathered():
            if path.is_dir():
                if not modules:
                    raise CourseFileError(path, _("a module holds files, not folders"))
                parts.append(_read_module(path, complaints))
            else:
                parts.append(_read_activity(path))
    by_slug: dict[str, ModuleFolder | ActivityFile] = {}
    for part in parts:
        with complaints.gathered():
            # Addresses do not tell capital letters apart for whoever types them.
            first = by_slug.setdefault(part.slug.casefold(), part)
            if first is not part:
                raise CourseFileError(
                    part.path,
                    _(
                        "has the address '%(slug)s' of %(other)s too: rename one of them, or give "
                        "one a slug in its head"
                    )
                    % {"slug": part.slug, "other": first.path.name},
                )
    return parts


def _read_module(folder: Path, complaints: Complaints) -> ModuleFolder:
    head = ModuleHead(title=folder.name)
    slug = ""
    with complaints.gathered():
        head, _written = _read(ModuleHead, folder / "module.md")
        slug = _slug(head.slug, folder, folder / "module.md")
    activities = [
        part
        for part in _read_parts(folder, complaints, modules=False)
        if not isinstance(part, ModuleFolder)
    ]
    return ModuleFolder(folder, slug or folder.name, head, activities)


def _read_activity(path: Path) -> ActivityFile:
    # A quiz is known by its purpose: lessons have none.
    head = _load(path).head
    if isinstance(head, dict) and "purpose" in head:
        quiz, written = _read(QuizHead, path)
        return QuizFile(path, _checked_slug(quiz.slug, path), quiz, written)
    lesson, written = _read(LessonHead, path)
    return LessonFile(path, _slug(lesson.slug, path, path), lesson, written)


def _numbered(folder: Path) -> Iterator[Path]:
    """Yield what is taught: files and folders whose names begin with a number, in its order."""
    found = []
    for path in folder.iterdir():
        number = NUMBER.match(path.name)
        if number and (path.is_dir() or path.suffix.lower() == ".md"):
            rest = unicodedata.normalize("NFC", path.name[number.end() :])
            found.append((int(number[0]), rest, path.name, path))
    for *_key, path in sorted(found):
        yield path


def _slug(given: str, named: Path, said_in: Path) -> str:
    """Return the address a head gives, or the one that the name of its file makes."""
    if given:
        return _checked_slug(given, said_in)
    name = unicodedata.normalize("NFC", named.name if named.is_dir() else named.stem)
    name = name.split("-", 1)[-1]
    slug = name if SLUG.fullmatch(name) else slugify(fold(name))
    if not slug:
        raise CourseFileError(named, _("its name gives no address: name it as 01-bai-hoc.md"))
    return slug


def _checked_slug(slug: str, path: Path) -> str:
    if not SLUG.fullmatch(slug):
        raise CourseFileError(
            path,
            _("slug must be made of the letters a-z, digits and hyphens, not %(slug)r")
            % {"slug": slug},
        )
    return slug


@dataclass(frozen=True)
class Written:
    """A file taken apart; `line` is where the text behind the head begins."""

    head: Any
    text: str
    line: int


def _load(path: Path) -> Written:
    try:
        text = path.read_text(encoding="utf-8-sig")
        head, content = _split(text)
        return Written(load_plain_yaml(head), content, text.count("\n") - content.count("\n") + 1)
    except FileNotFoundError as error:
        raise CourseFileError(path, _("the file is missing")) from error
    except OSError as error:
        said = _("cannot be read (%(reason)s)") % {"reason": error.strerror}
        raise CourseFileError(path, said) from error
    except UnicodeDecodeError as error:
        raise CourseFileError(path, _("the file is not UTF-8 text")) from error
    except PlainYamlError as error:
        said = _("the head is not valid YAML: %(reason)s") % {"reason": error}
        raise CourseFileError(path, said) from error


def load_plain_file(path: Path) -> Any:
    """Return what a YAML file holds. Raises CourseFileError."""
    try:
        return load_plain_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseFileError(path, _("the file is not UTF-8 text")) from error
    except PlainYamlError as error:
        raise CourseFileError(path, str(error)) from error


def _split(text: str) -> tuple[str, str]:
    """Return the head and what follows; line numbers in the head are those of the file."""
    handler = frontmatter.YAMLHandler()
    try:
        return handler.split(text) if handler.detect(text) else ("{}", text)
    except ValueError:
        return "{}", text  # a head that does not end


def _read(kind: type[H], path: Path) -> tuple[H, Written]:
    written = _load(path)
    return read_head(kind, written.head or {}, path), written
