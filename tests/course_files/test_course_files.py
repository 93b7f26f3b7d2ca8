"""Course folders are read into plain objects, and what is wrong is named with its file."""

from pathlib import Path

import pytest

from lms.course_files.errors import CourseFileError
from lms.course_files.reading import LessonFile, ModuleFolder, QuizFile, read_course

HEAD = """---
code: T-01
title: Khóa thử
slug: khoa-thu
summary: Tóm tắt.
minutes: 30
credited_periods: 2
{more}
---
Giới thiệu.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course.md").write_text(HEAD.format(more=""), encoding="utf-8")
    module = tmp_path / "01-mo-dau"
    module.mkdir()
    (module / "module.md").write_text("---\ntitle: Mở đầu\n---\n", encoding="utf-8")
    (module / "01-bai-mot.md").write_text(
        "---\ntitle: Bài một\nminutes: 5\n---\nNội dung.", encoding="utf-8"
    )
    (tmp_path / "90-kiem-tra.md").write_text(
        "---\ntitle: Kiểm tra\nslug: kiem-tra\npurpose: final\ndraws:\n"
        "  - {tag: m1, count: 2}\n---\nLuật.",
        encoding="utf-8",
    )
    return tmp_path


def test_modules_lessons_and_quizzes_come_in_the_order_of_their_numbers(folder):
    course = read_course(folder)
    module, quiz = course.parts
    assert isinstance(module, ModuleFolder)
    assert isinstance(quiz, QuizFile)
    (lesson,) = module.activities
    assert isinstance(lesson, LessonFile)
    assert (module.slug, lesson.slug, quiz.slug) == ("mo-dau", "bai-mot", "kiem-tra")


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("colour: red", "unknown key: colour"),
        ("reviewed_on: tomorrow", "reviewed_on must be a date such as 2026-07-01, not 'tomorrow'"),
        ("topics: một", "topics must be a list"),
        ("outcomes: [{level: 2}]", "outcomes[1].text is missing"),
        ("minimum_reading_share: yes", "minimum_reading_share must be a whole number"),
        ("order: random", "order must be one of free, sequential, not 'random'"),
    ],
)
def test_what_is_wrong_in_a_head_is_named(folder, more, complaint):
    (folder / "course.md").write_text(HEAD.format(more=more), encoding="utf-8")
    with pytest.raises(CourseFileError) as error:
        read_course(folder)
    assert complaint in str(error.value)
    assert str(folder / "course.md") in str(error.value)


def test_a_purpose_that_does_not_exist_is_named(folder):
    quiz = folder / "90-kiem-tra.md"
    quiz.write_text(quiz.read_text("utf-8").replace("final", "finale"), encoding="utf-8")
    with pytest.raises(CourseFileError, match="purpose must be one of practice, final"):
        read_course(folder)


def test_a_missing_module_file_is_named(folder):
    (folder / "01-mo-dau" / "module.md").unlink()
    with pytest.raises(CourseFileError, match=r"module\.md: the file is missing"):
        read_course(folder)


def test_a_file_in_another_encoding_is_refused(folder):
    (folder / "course.md").write_bytes(HEAD.format(more="").encode("utf-16"))
    with pytest.raises(CourseFileError, match="not UTF-8"):
        read_course(folder)


def test_a_byte_order_mark_does_no_harm(folder):
    (folder / "course.md").write_bytes(b"\xef\xbb\xbf" + HEAD.format(more="").encode())
    assert read_course(folder).head.title == "Khóa thử"
