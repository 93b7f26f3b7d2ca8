"""Courses for tests, published below the catalogue of the cast."""

from typing import Any

from assessments.models import QuizPage
from certificates.models import CertificateDesign
from courses.models import CourseOutcome, CoursePage, LessonPage, ModulePage
from lms.competencies.models import Competency, Framework, ProficiencyLevel
from tests.cast import Cast

TITLE = "Từ chính quyền điện tử đến chính quyền số"


def make_course(cast: Cast, title: str = TITLE, **fields: Any) -> CoursePage:
    values = {"code": "CDS-01", "summary": "Ba khái niệm, một con đường.", "credited_periods": 8}
    course = CoursePage(title=title, **{**values, **fields})
    cast.site.catalogue.refresh_from_db()
    cast.site.catalogue.add_child(instance=course)
    return course


def make_module(course: CoursePage, title: str = "Ba khái niệm", **fields: Any) -> ModulePage:
    return course.add_child(instance=ModulePage(title=title, **fields))


def make_lesson(
    parent: CoursePage | ModulePage, title: str = "Bài học", **fields: Any
) -> LessonPage:
    values = {"body": [{"type": "text", "value": "<p>Ba khái niệm.</p>"}], **fields}
    return parent.add_child(instance=LessonPage(title=title, **values))


def make_quiz(parent: CoursePage | ModulePage, title: str = "Kiểm tra", **fields: Any) -> QuizPage:
    return parent.add_child(instance=QuizPage(title=title, **fields))


def make_design(**fields: Any) -> CertificateDesign:
    values = {
        "name": "Giấy xác nhận",
        "issuer": "Sở Khoa học và Công nghệ",
        "place": "Bắc Giang",
        "signer_title": "GIÁM ĐỐC",
        "signer_name": "Nguyễn Văn An",
        "register_suffix": "GXN-SKHCN",
    }
    return CertificateDesign.objects.create(**{**values, **fields})


def make_competency(code: str = "CT01", framework: str = "CT", **fields: Any) -> Competency:
    """Make a competency and, with it, five levels of its framework if they are missing."""
    frame, _created = Framework.objects.get_or_create(
        code=framework, version="1", defaults={"name": "Khung năng lực"}
    )
    for number in range(1, 6):
        ProficiencyLevel.objects.get_or_create(
            framework=frame, number=number, defaults={"name": f"Mức {number}"}
        )
    return Competency.objects.create(
        framework=frame, code=code, **{"name": f"Năng lực {code}", **fields}
    )


def add_outcome(course: CoursePage, competency: Competency | None, level: int = 2) -> None:
    CourseOutcome.objects.create(
        course=course,
        text="Phân biệt được ba khái niệm",
        competency=competency,
        level=competency.framework.levels.get(number=level) if competency else None,
    )
