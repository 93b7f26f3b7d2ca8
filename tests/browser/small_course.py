"""A short course with known answers, loaded beside the demonstration: each story has its own."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.browser.conftest import Site

DESIGN = "Giấy xác nhận của Sở (minh họa)"
# question: (right answer, wrong answer, explanation)
QUESTIONS = {
    "Nền tảng nào chia sẻ dữ liệu giữa các bộ và các tỉnh?": (
        "NDXP",
        "VNeID",
        "NDXP nối các LGSP của địa phương với nhau.",
    ),
    "LGSP là nền tảng của cấp nào?": (
        "Cấp tỉnh",
        "Cấp xã",
        "Mỗi bộ, mỗi tỉnh có một LGSP.",
    ),
    "Ai ký số thay cho cơ quan khi ban hành văn bản?": (
        "Văn thư cơ quan",
        "Người soạn thảo",
        "Văn thư giữ chữ ký số của cơ quan.",
    ),
}


@dataclass(frozen=True)
class SmallCourse:
    """The course `title` at /courses/<slug>/: two lessons, one after the other, and a quiz."""

    code: str
    title: str

    @property
    def slug(self) -> str:
        return self.code.lower()

    @property
    def path(self) -> str:
        return f"/courses/{self.slug}/"

    @property
    def lesson_path(self) -> str:
        return f"{self.path}ket-noi/nen-tang/"

    @property
    def second_lesson_path(self) -> str:
        return f"{self.path}ket-noi/chu-ky/"

    @property
    def quiz_path(self) -> str:
        return f"{self.path}kiem-tra-cuoi-khoa/"


def load_small_course(
    site: Site, folder: Path, code: str, title: str, order: str = "sequential", attempts: int = 9
) -> SmallCourse:
    """Write a course folder below `folder` and load it into the running site."""
    course = SmallCourse(code, title)
    place = folder / course.slug
    module = place / "01-ket-noi"
    module.mkdir(parents=True)
    head = {
        "code": code,
        "title": title,
        "slug": course.slug,
        "summary": "Khóa học ngắn về chuyển đổi số: hai bài đọc và một bài kiểm tra.",
        "topics": ["Chuyển đổi số"],
        "outcomes": [{"text": "Kể được các nền tảng.", "competency": "CT01", "level": 4}],
        "minutes": 20,
        "credited_periods": 2,
        "order": order,
    }
    write(place / "course.md", head, "Học về dữ liệu dùng chung.")
    write(module / "module.md", {"title": "Kết nối"}, "")
    lesson = {"title": "Nền tảng", "minutes": 5}
    write(module / "01-nen-tang.md", lesson, "## Kết nối\n\nDữ liệu đi qua **LGSP** và NDXP.")
    lesson = {"title": "Chữ ký", "minutes": 5}
    write(module / "02-chu-ky.md", lesson, "Văn thư ký số cho cơ quan.")
    quiz = {
        "title": "Kiểm tra cuối khóa",
        "slug": "kiem-tra-cuoi-khoa",
        "purpose": "final",
        "draws": [{"tag": code.lower(), "count": len(QUESTIONS)}],
        "pass_mark": 70,
        "attempts_allowed": attempts,
        "wait_hours": 0,
        "feedback": "after_submission",
        "time_limit_minutes": 30,
    }
    write(place / "90-quiz.md", quiz, "Đọc kỹ trước khi trả lời.")
    (place / "bank.yaml").write_text(yaml.safe_dump(bank(code), allow_unicode=True), "utf-8")
    site.manage("load_courses", str(place), "--design", DESIGN)
    return course


def write(path: Path, head: dict, body: str) -> None:
    text = f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n{body}\n"
    path.write_text(text, encoding="utf-8")


def bank(code: str) -> dict:
    return {
        "code": code,
        "name": f"Ngân hàng {code}",
        "questions": [
            {
                "id": f"{code}-{number}",
                "kind": "single_choice",
                "tags": [code.lower()],
                "difficulty": "easy",
                "text": text,
                "options": [{"text": right, "correct": True}, {"text": wrong}],
                "explanation": explanation,
            }
            for number, (text, (right, wrong, explanation)) in enumerate(QUESTIONS.items(), 1)
        ],
    }
