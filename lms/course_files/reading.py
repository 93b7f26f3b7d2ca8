"""A folder of course files read into one plain object; nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import frontmatter
import yaml

from lms.course_files.errors import CourseFileError
from lms.course_files.heads import CourseHead, LessonHead, ModuleHead, QuizHead, read_head

H = TypeVar("H")


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

    @property
    def bank_path(self) -> Path | None:
        path = self.path / "bank.yaml"
        return path if path.exists() else None


def read_course(folder: Path) -> CourseFolder:
    """Read a course folder; raises CourseFileError naming the file and what is wrong."""
    head, markdown = _read(CourseHead, folder / "course.md")
    parts: list[ModuleFolder | ActivityFile] = []
    for path in _numbered(folder):
        parts.append(_read_module(path) if path.is_dir() else _read_activity(path))
    return CourseFolder(folder, head, markdown, parts)


def _read_module(folder: Path) -> ModuleFolder:
    head, _markdown = _read(ModuleHead, folder / "module.md")
    activities = [_read_activity(path) for path in _numbered(folder)]
    return ModuleFolder(folder, head.slug or _slug(folder), head, activities)


def _read_activity(path: Path) -> ActivityFile:
    # A quiz is known by its purpose: lessons have none.
    if "purpose" in _load(path).metadata:
        quiz, markdown = _read(QuizHead, path)
        return QuizFile(path, quiz.slug, quiz, markdown)
    lesson, markdown = _read(LessonHead, path)
    return LessonFile(path, lesson.slug or _slug(path), lesson, markdown)


def _numbered(folder: Path) -> Iterator[Path]:
    """Yield what is taught: files and folders whose names begin with a number, in their order."""
    for path in sorted(folder.iterdir()):
        if path.name[:1].isdigit() and (path.is_dir() or path.suffix == ".md"):
            yield path


def _slug(path: Path) -> str:
    return path.stem.split("-", 1)[-1]


def _load(path: Path) -> frontmatter.Post:
    try:
        return frontmatter.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise CourseFileError(path, "the file is missing") from error
    except UnicodeDecodeError as error:
        raise CourseFileError(path, "the file is not UTF-8 text") from error
    except yaml.YAMLError as error:
        raise CourseFileError(path, f"the head is not valid YAML: {error}") from error


def _read(kind: type[H], path: Path) -> tuple[H, str]:
    post = _load(path)
    return read_head(kind, dict(post.metadata), path), post.content
