"""Course folders are loaded into the CMS, again and again without harm."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import courses
from assessments.models import QuizPage
from courses.models import CoursePage, LessonPage
from lms.competencies.models import Competency, Framework, ProficiencyLevel
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import load_course

STARTER = Path(courses.__file__).parent / "starter"
FOLDERS = sorted(path.parent for path in STARTER.glob("*/course.md"))


@pytest.fixture
def frameworks(db: None) -> None:
    for code, top in (("CT", 5), ("TT02", 8)):
        framework = Framework.objects.create(code=code, version="1", name=code)
        for number in range(1, top + 1):
            ProficiencyLevel.objects.create(framework=framework, number=number, name=str(number))
        codes = [f"CT{n:02d}" for n in range(1, 13)] if code == "CT" else _tt02_codes()
        for competency in codes:
            Competency.objects.create(framework=framework, code=competency, name=competency)


def _tt02_codes() -> list[str]:
    return [f"{domain}.{n}" for domain in range(1, 7) for n in range(1, 7)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_starter_course_is_complete_with_forty_explained_questions(cast, frameworks, folder):
    course = load_course(folder, catalogue=cast.site.catalogue).course
    lessons = LessonPage.objects.descendant_of(course)
    finals = QuizPage.objects.descendant_of(course).filter(purpose="final")
    assert course.live
    assert lessons.count() >= 10
    assert finals.count() == 1
    assert course.legal_bases.exists()
    assert course.outcomes.filter(competency__isnull=False).exists()
    questions = cast.site.catalogue.question_banks.get(code=course.code).questions
    assert questions.count() >= 40
    assert not questions.filter(explanation="").exists()


def test_loading_again_changes_nothing(cast, frameworks):
    first = load_course(FOLDERS[0], catalogue=cast.site.catalogue)
    again = load_course(FOLDERS[0], catalogue=cast.site.catalogue)
    assert first.pages_created > 15
    assert (again.pages_created, again.pages_changed) == (0, 0)
    assert (again.questions_created, again.questions_changed) == (0, 0)


def test_a_changed_lesson_is_the_only_page_that_changes(cast, frameworks, tmp_path):
    folder = _copied(FOLDERS[0], tmp_path)
    load_course(folder, catalogue=cast.site.catalogue)
    lesson = next(folder.glob("01-*/01-*.md"))
    lesson.write_text(lesson.read_text("utf-8") + "\n\nThêm một đoạn.\n", encoding="utf-8")
    report = load_course(folder, catalogue=cast.site.catalogue)
    assert (report.pages_created, report.pages_changed) == (0, 1)


def test_a_lesson_put_in_between_takes_its_place(cast, frameworks, tmp_path):
    folder = _copied(FOLDERS[0], tmp_path)
    course = load_course(folder, catalogue=cast.site.catalogue).course
    module = next(folder.glob("01-*"))
    (module / "01z-bai-chen.md").write_text("---\ntitle: Bài chen\nminutes: 3\n---\nChữ.", "utf-8")
    load_course(folder, catalogue=cast.site.catalogue)
    slugs = list(course.get_children()[0].get_children().values_list("slug", flat=True))
    assert slugs[1] == "bai-chen"


def test_a_quiz_that_draws_more_than_the_bank_has_is_refused_whole(cast, frameworks, tmp_path):
    folder = _copied(FOLDERS[0], tmp_path)
    quiz = folder / "90-final-quiz.md"
    quiz.write_text(quiz.read_text("utf-8").replace("count: 4", "count: 99", 1), "utf-8")
    with pytest.raises(CourseFileError, match="draws 99 questions tagged m1"):
        load_course(folder, catalogue=cast.site.catalogue)
    assert not CoursePage.objects.exists()


def test_an_unknown_competency_is_named(cast, tmp_path):
    folder = _copied(FOLDERS[0], tmp_path)
    (folder / "bank.yaml").unlink()
    with pytest.raises(CourseFileError, match=r"there is no competency '\S+'"):
        load_course(folder, catalogue=cast.site.catalogue)


def test_a_level_the_framework_lacks_is_named(cast, frameworks, tmp_path):
    folder = _copied(FOLDERS[0], tmp_path)
    course = folder / "course.md"
    text, changes = re.subn(r"level: \d", "level: 9", course.read_text("utf-8"), count=1)
    course.write_text(text, "utf-8")
    assert changes
    with pytest.raises(CourseFileError, match=r"the framework of '\S+' has no level 9"):
        load_course(folder, catalogue=cast.site.catalogue)


def test_the_command_says_in_one_line_what_is_missing(cast, tmp_path):
    with pytest.raises(CommandError, match=r"course\.md: the file is missing"):
        call_command("load_courses", str(tmp_path))
    with pytest.raises(CommandError, match="no catalogue with the slug 'x'"):
        call_command("load_courses", str(tmp_path), catalogue="x")


def _copied(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target / folder.name))
