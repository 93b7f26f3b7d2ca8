"""Course folders are loaded into the CMS, again and again without harm."""

import re
import shutil
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import courses
from assessments.models import QuizPage
from courses.models import CoursePage, LessonPage, Topic
from lms.competencies.models import Competency, Framework, ProficiencyLevel
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import load_course
from lms.enrolments.outline import course_outline

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
    # Cards and documents print what the course says, its own page what the activities take.
    assert course.minutes == course_outline(course).minutes
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


def _name_rules(folder: Path, rules: str) -> None:
    quiz = folder / "90-final-quiz.md"
    kept = re.sub(
        r"^(attempts_allowed|wait_hours|feedback): .*\n", "", quiz.read_text("utf-8"), flags=re.M
    )
    quiz.write_text(kept.replace("pass_mark:", f"{rules}pass_mark:"), "utf-8")


def test_a_file_that_names_no_rules_begins_with_the_usual_ones_and_keeps_what_is_set(
    cast, frameworks, tmp_path
):
    folder = _copied(FOLDERS[0], tmp_path)
    _name_rules(folder, "")
    load_course(folder, catalogue=cast.site.catalogue)
    quiz = QuizPage.objects.get(purpose="final")
    assert (quiz.attempts_allowed, quiz.wait_hours) == (3, 24)
    assert quiz.feedback_release == "after_pass_or_last_attempt"

    quiz.attempts_allowed, quiz.wait_hours = 5, 1
    quiz.save_revision().publish()
    assert load_course(folder, catalogue=cast.site.catalogue).pages_changed == 0

    _name_rules(folder, "attempts_allowed: 0\nwait_hours: 2\n")
    load_course(folder, catalogue=cast.site.catalogue)
    quiz.refresh_from_db()
    assert (quiz.attempts_allowed, quiz.wait_hours) == (None, 2)


def test_a_final_quiz_that_a_blank_paper_passes_is_refused_with_its_file(
    cast, frameworks, tmp_path
):
    folder = _copied(FOLDERS[0], tmp_path)
    quiz = folder / "90-final-quiz.md"
    quiz.write_text(quiz.read_text("utf-8").replace("pass_mark: 70", "pass_mark: 0"), "utf-8")
    with pytest.raises(CourseFileError, match="90-final-quiz"):
        load_course(folder, catalogue=cast.site.catalogue)
    assert not QuizPage.objects.exists()


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


SMALL = {
    "course.md": "---\ncode: N-1\ntitle: Nhỏ\nslug: nho\nsummary: S\nminutes: 9\n"
    "credited_periods: 1\n---\nChữ.",
    "1-mot.md": "---\ntitle: Một\nminutes: 3\n---\nChữ.",
    "2-hai.md": "---\ntitle: Hai\nminutes: 3\n---\nChữ.",
    "10-muoi.md": "---\ntitle: Mười\nminutes: 3\nslug: muoi\n---\nChữ.",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def taught(course: CoursePage) -> list[str]:
    return list(course.get_children().live().order_by("path").values_list("slug", flat=True))


def test_lessons_are_taught_in_the_order_of_their_numbers(cast, small):
    course = load_course(small, catalogue=cast.site.catalogue).course
    assert taught(course) == ["mot", "hai", "muoi"]


def test_the_page_of_a_renamed_file_is_said_and_put_behind_or_taken_off(cast, small):
    course = load_course(small, catalogue=cast.site.catalogue).course
    (small / "1-mot.md").rename(small / "1-bai-dau.md")
    said = StringIO()
    call_command("load_courses", str(small), stdout=said)
    assert "/nho/mot/ (Một): still taught, last" in said.getvalue()
    assert taught(course) == ["bai-dau", "hai", "muoi", "mot"]
    said = StringIO()
    call_command("load_courses", str(small), leftover="unpublish", stdout=said)
    assert "/nho/mot/ (Một): taken off the site" in said.getvalue()
    assert taught(course) == ["bai-dau", "hai", "muoi"]
    assert LessonPage.objects.filter(slug="mot", live=False).exists()
    said = StringIO()
    call_command("load_courses", str(small), stdout=said)
    assert "no file tells of" not in said.getvalue()


def test_a_file_with_a_slug_of_its_own_may_be_renamed(cast, small):
    load_course(small, catalogue=cast.site.catalogue)
    page = LessonPage.objects.get(slug="muoi")
    (small / "10-muoi.md").rename(small / "0-cuoi-thanh-dau.md")
    report = load_course(small, catalogue=cast.site.catalogue)
    assert (report.pages_created, report.leftovers) == (0, [])
    assert taught(report.course) == ["muoi", "mot", "hai"]
    assert LessonPage.objects.get(slug="muoi") == page


@pytest.mark.parametrize("earlier", [None, "", "E-signatures"])
def test_a_topic_brings_its_english_name_and_overwrites_none(cast, small, earlier):
    if earlier is not None:
        Topic.objects.create(name="Chữ ký số", name_en=earlier, slug="chu-ky-so")
    head = (small / "course.md").read_text("utf-8")
    for topics in ("{name: Chữ ký số, name_en: Digital signatures}", "Chữ ký số"):
        said = head.replace("---\n", f"---\ntopics: [{topics}]\n", 1)
        (small / "course.md").write_text(said, encoding="utf-8")
        load_course(small, catalogue=cast.site.catalogue)
    topic = Topic.objects.get()
    assert (topic.name, topic.name_en) == ("Chữ ký số", earlier or "Digital signatures")


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_loaded(cast, small):
    (small / "2-hai.md").write_text("---\ntitle: Hai\nminuts: 3\n---\n", encoding="utf-8")
    bank = (
        "code: N-1\nname: Nhỏ\nquestions:\n"
        "  - {id: a, kind: true_false, text: A, answer: 'yes'}\n"
        "  - {id: b, kind: single_choice, text: B, options: [{text: x, corect: true}]}\n"
    )
    (small / "bank.yaml").write_text(bank, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("load_courses", str(small))
    lines = str(refused.value).split("\n")
    for told in ("unknown key: minuts", "minutes is missing", "line 4: a:", "line 5: b:", "corect"):
        assert any(told in line for line in lines), told
    assert not CoursePage.objects.exists()


def test_what_pages_and_pictures_lack_is_said_at_once_too(cast, small):
    for name in ("1-mot.md", "2-hai.md"):
        with (small / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n![Hình]({name}.png)\n")
    with pytest.raises(CourseFileError) as refused:
        load_course(small, catalogue=cast.site.catalogue)
    assert len(str(refused.value).split("\n")) == 2


def test_a_decomposed_file_name_makes_the_same_page_and_blocks(cast, small):
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "3-Bài ba.md")
        (small / name).write_text("---\ntitle: Ba\nminutes: 3\n---\nChữ.", encoding="utf-8")
        report = load_course(small, catalogue=cast.site.catalogue)
        (small / name).unlink()
    assert (report.pages_created, report.pages_changed) == (0, 0)


def _copied(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target / folder.name))
