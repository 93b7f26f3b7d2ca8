"""Course folders are read into plain objects, and what is wrong is named with its file."""

import unicodedata
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


def lesson(path: Path, more: str = "") -> Path:
    path.write_text(f"---\ntitle: {path.stem}\nminutes: 5\n{more}---\nChữ.", encoding="utf-8")
    return path


def refusal(folder: Path) -> list[str]:
    with pytest.raises(CourseFileError) as error:
        read_course(folder)
    return str(error.value).split("\n")


def test_files_come_in_the_order_of_their_numbers_whatever_their_zeros(folder):
    for number in (1, 2, 3, 9, 10, 11, 12, 100):
        lesson(folder / f"{number}-bai-{number}.md")
    lesson(folder / "004-bai-4.md")
    slugs = [part.slug for part in read_course(folder).parts]
    assert slugs == [
        "bai-1",
        "mo-dau",
        *("bai-2", "bai-3", "bai-4", "bai-9", "bai-10", "bai-11", "bai-12"),
        "kiem-tra",
        "bai-100",
    ]


@pytest.mark.parametrize(
    "value",
    ["12:30", "007", "no", "1.50", "2026-01-02", "on", "1:30", "0x1F", "1_000", "1e3"],
)
def test_text_stays_the_text_that_is_written(folder, value):
    more = "topics: [no, 1:30, 007]"
    text = HEAD.format(more=more).replace("title: Khóa thử", f"title: {value}")
    (folder / "course.md").write_text(text, encoding="utf-8")
    head = read_course(folder).head
    assert head.title == value
    assert [topic.name for topic in head.topics] == ["no", "1:30", "007"]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("minutes: 5", "line 8: the key 'minutes' is given twice"),
        ("minimum_reading_share: 007", "minimum_reading_share must be a whole number, not '007'"),
        ("minimum_reading_share: 1:30", "must be a whole number, not '1:30'"),
        ("reviewed_on: 20/11/2026", "reviewed_on must be a date such as 2026-07-01"),
        ("reviewed_on: 2026-02-30", "reviewed_on must be a date such as 2026-07-01"),
        ("topics: [true]", "topics[1] must be a text"),
        ("legal_basis: [{number: 1, titel: x}]", "unknown key: legal_basis[1].titel"),
        ("legal_basis:\n  - number: 1\n    titel: x", "line 10: unknown key: legal_basis[1].titel"),
        ("outcomes: [{text: a, level: x}]", "outcomes[1].level must be a whole number, not 'x'"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(folder, more, complaint):
    (folder / "course.md").write_text(HEAD.format(more=more), encoding="utf-8")
    assert any(complaint in line for line in refusal(folder)), refusal(folder)


def test_all_errors_of_a_folder_are_said_at_once(folder):
    (folder / "course.md").write_text(HEAD.format(more="colour: red\norder: x"), "utf-8")
    (folder / "01-mo-dau" / "module.md").unlink()
    lesson(folder / "01-mo-dau" / "02-sai.md", "reqired: true\n")
    lesson(folder / "02-sai.md", "required: 'yes'\n")
    lines = refusal(folder)
    assert len(lines) == 5
    for place, complaint in (
        ("course.md", "unknown key: colour"),
        ("course.md", "order must be one of"),
        ("module.md", "the file is missing"),
        ("02-sai.md", "unknown key: reqired"),
        ("02-sai.md", "required must be true or false"),
    ):
        assert any(place in line and complaint in line for line in lines), complaint


@pytest.mark.parametrize("module", ["", "01-mo-dau"])
def test_two_files_with_one_address_are_refused_and_both_named(folder, module):
    lesson(folder / module / "05-bai-hoc.md")
    lesson(folder / module / "06-bai-hoc.md")
    (line,) = refusal(folder)
    assert "05-bai-hoc.md" in line
    assert "06-bai-hoc.md" in line


def test_a_slug_in_the_head_may_be_that_of_another_file_too(folder):
    lesson(folder / "05-mot.md", "slug: mo-dau\n")
    (line,) = refusal(folder)
    assert "05-mot.md" in line
    assert "01-mo-dau" in line


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["07-Bài học đầu.md", "07-bài  học - đầu.md", "07-bai hoc dau.md"])
def test_names_with_marks_and_spaces_make_a_plain_address(folder, form, name):
    lesson(folder / unicodedata.normalize(form, name))
    assert read_course(folder).parts[1].slug == "bai-hoc-dau"


def test_a_name_or_slug_that_makes_no_address_is_named(folder):
    lesson(folder / "07-….md")
    lesson(folder / "08-x.md", "slug: bài học\n")
    first, second = refusal(folder)
    assert "07-….md" in first
    assert "08-x.md" in second
    assert "slug must be made of" in second
