"""A folder of course files read into one plain object; nothing is written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
from django.utils.text import slugify

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
    markdown: str


@dataclass(frozen=True)
class QuizFile:
    path: Path
    slug: str
    head: QuizHead
    markdown: str


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
    markdown: str
    parts: list[ModuleFolder | ActivityFile]


class PlainHead(frontmatter.YAMLHandler):
    """A head in which text stays text, and a key stands once."""

    def load(self, fm: str, **kwargs: object) -> Any:
        return load_plain_yaml(fm)


def read_course(folder: Path) -> CourseFolder:
    """Read a course folder; raises CourseFilesRefused naming every file and what is wrong."""
    complaints = Complaints()
    head, markdown, slug = None, "", ""
    with complaints.gathered():
        head, markdown = _read(CourseHead, folder / "course.md")
        slug = _checked_slug(head.slug, folder / "course.md")
    parts = _read_parts(folder, complaints, modules=True)
    complaints.raise_any(folder)
    assert head is not None  # noqa: S101  (or there was a complaint)
    return CourseFolder(folder, replace(head, slug=slug), markdown, parts)


def _read_parts(
    folder: Path, complaints: Complaints, *, modules: bool
) -> list["ModuleFolder | ActivityFile"]:
    parts: list[ModuleFolder | ActivityFile] = []
    for path in _numbered(folder) if folder.is_dir() else ():
        with complaints.gathered():
            if path.is_dir():
                if not modules:
                    raise CourseFileError(path, "a module holds files, not folders")
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
                    f"has the address '{part.slug}' of {first.path.name} too: rename one of them, "
                    "or give one a slug in its head",
                )
    return parts


def _read_module(folder: Path, complaints: Complaints) -> ModuleFolder:
    head = ModuleHead(title=folder.name)
    slug = ""
    with complaints.gathered():
        head, _markdown = _read(ModuleHead, folder / "module.md")
        slug = _slug(head.slug, folder, folder / "module.md")
    activities = [
        part
        for part in _read_parts(folder, complaints, modules=False)
        if not isinstance(part, ModuleFolder)
    ]
    return ModuleFolder(folder, slug or folder.name, head, activities)


def _read_activity(path: Path) -> ActivityFile:
    # A quiz is known by its purpose: lessons have none.
    if "purpose" in _load(path).metadata:
        quiz, markdown = _read(QuizHead, path)
        return QuizFile(path, _checked_slug(quiz.slug, path), quiz, markdown)
    lesson, markdown = _read(LessonHead, path)
    return LessonFile(path, _slug(lesson.slug, path, path), lesson, markdown)


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
        raise CourseFileError(named, "its name gives no address: name it as 01-bai-hoc.md")
    return slug


def _checked_slug(slug: str, path: Path) -> str:
    if not SLUG.fullmatch(slug):
        raise CourseFileError(
            path, f"slug must be made of the letters a-z, digits and hyphens, not {slug!r}"
        )
    return slug


def _load(path: Path) -> frontmatter.Post:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return frontmatter.loads(text, handler=PlainHead())
    except FileNotFoundError as error:
        raise CourseFileError(path, "the file is missing") from error
    except OSError as error:
        raise CourseFileError(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise CourseFileError(path, "the file is not UTF-8 text") from error
    except PlainYamlError as error:
        raise CourseFileError(path, f"the head is not valid YAML: {error}") from error


def _read(kind: type[H], path: Path) -> tuple[H, str]:
    post = _load(path)
    return read_head(kind, dict(post.metadata), path), post.content
