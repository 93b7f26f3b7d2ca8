"""What was exported and imported is equal: pages, files of the library, banks and rules."""

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtailmedia.models import Media

from assessments.formats.writing_banks import bank_document
from assessments.models import Question, QuestionBank, QuestionTag, QuizItem, QuizPage
from courses.library import collection_of
from courses.models import (
    CataloguePage,
    CourseLegalBasis,
    CourseOutcome,
    CoursePage,
    LessonPage,
    ModulePage,
    Topic,
)
from lms.core.models import Picture
from lms.course_files.exporting import export_course
from lms.course_files.loading import Terms, apply_course, load_course, plan_course
from tests.assessments.makers import CONTENT, make_bank, make_question
from tests.cast import build_cast
from tests.course_files.test_course_loading import FOLDERS, frameworks
from tests.courses.makers import make_competency, make_course, make_design, make_lesson, make_module

__all__ = ["frameworks"]
TITLE = "Khóa “đủ” thứ: <b> & 'no' — 12:30"


def png(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (12, 9), colour).save(data, "PNG")
    return data.getvalue()


def make_picture(collection: Any, title: str = "Sơ đồ: 1", colour: str = "red") -> Picture:
    file = ImageFile(io.BytesIO(png(colour)), name="sơ đồ.png")
    fields = {"credit": "Sở KH&CN", "description": "Một sơ đồ"}
    return Picture.objects.create(title=title, file=file, collection=collection, **fields)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def exported(course: Page, folder: Path, user: Any) -> dict[str, bytes]:
    folder.mkdir()
    export_course(CoursePage.objects.get(pk=course.pk), folder, user)
    return files_of(folder)


@pytest.fixture
def whole(cast) -> CoursePage:
    """A course with every block, every kind of question, and rules that are not the usual ones."""
    catalogue, competency = cast.site.catalogue, make_competency("CT01")
    course = make_course(
        cast,
        TITLE,
        slug="du-thu",
        code="ĐT-01",
        about="<p>Giới <b>thiệu</b> &lt;x&gt;</p><ul><li>một</li><li>hai <i>ba</i></li></ul>",
        minutes=95,
        enrolment_policy="assigned",
        activity_order="sequential",
        minimum_reading_share=40,
        reviewed_on=dt.date(2026, 7, 1),
        certificate_design=make_design(),
        certificate_validity_months=24,
        seo_title="Tiêu đề tìm kiếm",
        search_description="Mô tả: dài",
    )
    CourseOutcome.objects.create(
        course=course, text="Làm được", competency=competency,
        level=competency.framework.levels.get(number=3), sort_order=0,
    )  # fmt: skip
    CourseOutcome.objects.create(course=course, text="Hiểu “A”", sort_order=1)
    CourseLegalBasis.objects.create(
        course=course, number="47/2020/NĐ-CP", title="Quản lý, kết nối", note="một phần",
        issued_on=dt.date(2020, 4, 9), effective_on=dt.date(2020, 5, 25), sort_order=0,
    )  # fmt: skip
    course = CoursePage.objects.get(pk=course.pk)
    course.topics.add(Topic.objects.create(name="Dữ liệu số", name_en="Data", slug="du-lieu-so"))
    course.save()
    collection = collection_of(catalogue)
    picture = make_picture(collection)
    document = Document.objects.create(
        title="Mẫu: số 1", file=ContentFile(b"Noi dung", name="mau.txt"), collection=collection
    )
    video = Media(title="Phim", type="video", duration=12.5, width=640, height=360)
    video.file = ContentFile(b"\0\0\0\x18ftypmp42" + b"\0" * 64, name="phim.mp4")
    video.thumbnail = ContentFile(png("blue"), name="bia.png")
    video.collection = collection
    video.save()
    module = make_module(course, "Phần: một", slug="phan-mot", summary="Tóm tắt")
    first = make_lesson(module, "Bài một", slug="bai-mot", minutes=7, summary="S", body=[])
    body = [
        {"type": "text", "value": '<h2 data-block-key="ab1">Mục</h2><p>Một <b>đậm</b>, '
         f'<a linktype="page" id="{first.pk}">bài</a>, <a linktype="document" '
         f'id="{document.pk}">mẫu</a>, <a href="https://example.vn/a?b=1&amp;c=2">ngoài</a>.</p>'},
        {"type": "text", "value": "<p>H<sub>2</sub>O và m<sup>2</sup>; <code>a*b_c</code></p>"},
        {"type": "text", "value": "<p>Bảng 1: không phải chú thích</p><blockquote>x</blockquote>"},
        {"type": "picture", "value": {"image": {"image": picture.pk, "alt_text": 'Mũi [tên] "A"',
         "decorative": False}, "caption": 'Hình "1" \\ *'}},
        {"type": "picture", "value": {"image": {"image": picture.pk, "alt_text": "",
         "decorative": True}, "caption": ""}},
        {"type": "video", "value": {"video": video.pk, "caption": "Phim",
         "transcript": "<p>Lời <b>nói</b></p>"}},
        {"type": "document", "value": {"document": document.pk, "note": "Tải: về"}},
        {"type": "embed", "value": {"address": "https://video.example.vn/x", "title": "Đầu phát"}},
        {"type": "callout", "value": {"kind": "warning", "title": "Chú *ý*", "text": "<p>a</p>"}},
        {"type": "callout", "value": {"kind": "note", "title": "", "text": "<ol><li>b</li></ol>"}},
        {"type": "table", "value": {"row_headings": False, "table": {"caption": "So | sánh",
         "columns": [{"type": "text", "heading": "A | B"}, {"type": "text", "heading": ""}],
         "rows": [{"values": ["<p>x | y</p>", "<p>z</p><p>t</p>"]}]}}},
        {"type": "table", "value": {"row_headings": True, "table": {"caption": "Bảng thường",
         "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
         "rows": [{"values": ["<p>1</p>", "<p><b>2</b></p>"]}]}}},
    ]  # fmt: skip
    make_lesson(module, "Bài hai", slug="bai-hai", required=False, body=body)
    # It leads to a page that comes after it.
    forward = f'<p><a id="{module.pk}" linktype="page">a</a></p>'
    quiz = _quiz(course, catalogue, competency)
    first.body = [
        {"type": "text", "value": f'{forward}<p><a linktype="page" id="{quiz.pk}">thi</a></p>'}
    ]
    first.save_revision().publish()
    return course


def _quiz(course: CoursePage, catalogue: CataloguePage, competency: Any) -> QuizPage:
    bank, other = make_bank(catalogue, "nh-1"), make_bank(catalogue, "nh-2")
    for number, kind in enumerate(CONTENT):
        make_question(
            bank, kind, text=f"Câu {number} <b>đậm</b> 5 &lt; 6", tags=("m1", "Luật số"),
            reference=f"R-{number}" if number % 2 else "", competency=competency,
            difficulty="hard", legal_basis="Luật", valid_until=dt.date(2027, 1, 31),
        )  # fmt: skip
        make_question(other, kind, text=f"Câu khác {number}", ready=bool(number % 2))
    retired = make_question(bank, text="Cũ", reference="CU")
    Question.objects.filter(pk=retired.pk).update(status="retired")
    quiz = QuizPage(
        title="Thi", slug="thi", purpose="final", intro="<p>Đọc <i>kỹ</i></p>", layout="one",
        time_limit_minutes=30, attempts_allowed=2, wait_hours=5, pass_mark=65,
        feedback_release="after_close", grading_method="average", shuffle_questions=False,
        shuffle_options=False, opens_at=dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC),
        closes_at=dt.datetime(2026, 12, 9, 1, 30, tzinfo=dt.UTC), minutes=33,
    )  # fmt: skip
    drawn = QuizItem(bank=bank, count=3, mark=Decimal("1.5"), sort_order=0)
    drawn.tags.set(list(QuestionTag.objects.filter(name__in=["m1", "Luật số"])))
    quiz.items.add(drawn)
    fixed = bank.questions.filter(reference="").first()
    quiz.items.add(QuizItem(question=fixed, sort_order=1, mark=Decimal(2)))
    quiz.items.add(QuizItem(bank=other, count=1, sort_order=2))
    course.refresh_from_db()
    course.add_child(instance=quiz)
    return quiz


def test_a_course_that_was_exported_changes_nothing_when_it_comes_back(cast, whole, tmp_path):
    exported(whole, tmp_path / "a", cast.trainer)
    plan = plan_course(tmp_path / "a", Terms(cast.site.catalogue, by=cast.trainer))
    assert {c.outcome for c in plan.pages.values()} == {"kept"}, plan.pages
    assert plan.questions["created"] == plan.questions["changed"] == 0
    assert plan.files == plan.without_file == plan.notes == []


def empty_site(cast: Any, course: CoursePage) -> CataloguePage:
    """Take the course, its banks and its files away, as on another site."""
    other = CataloguePage(title="Nơi khác", slug="noi-khac")
    home = Page.objects.get(pk=cast.site.home.pk)
    home.add_child(instance=other)
    Page.objects.get(pk=course.pk).delete()
    Question.objects.update(current_version=None, status="draft")
    from assessments.models import QuestionVersion

    QuestionVersion.objects.all().delete()
    Question.objects.all().delete()
    QuestionBank.objects.all().delete()
    QuestionTag.objects.all().delete()
    Topic.objects.all().delete()
    for model in (Picture, Document, Media):
        model._default_manager.all().delete()
    return other


def test_a_course_is_the_same_on_another_site(cast, whole, tmp_path):
    files = exported(whole, tmp_path / "a", cast.admin)
    bank = bank_document(QuestionBank.objects.get(code="nh-1"))
    other = empty_site(cast, whole)
    apply_course(tmp_path / "a", Terms(other, by=cast.admin))
    course = CoursePage.objects.child_of(other).get()
    assert exported(course, tmp_path / "b", cast.admin) == files
    assert bank_document(QuestionBank.objects.get(code="nh-1")) == bank
    assert not course.live
    assert not course.get_descendants().live().exists()
    picture = Picture.objects.get()
    assert (picture.title, picture.credit) == ("Sơ đồ: 1", "Sở KH&CN")
    assert picture.file.read() == png()
    assert Media.objects.get().thumbnail.read() == png("blue")
    quiz = QuizPage.objects.get()
    assert [item.mark for item in quiz.items.all()] == [Decimal("1.5"), 2, 1]
    lesson = LessonPage.objects.get(slug="bai-mot").get_latest_revision_as_object()
    assert f'id="{quiz.pk}"' in str(lesson.body.get_prep_value())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_starter_course_comes_back_as_it_was(cast, frameworks, tmp_path, folder):
    course = load_course(folder, catalogue=cast.site.catalogue).course
    exported(course, tmp_path / "a", cast.trainer)
    plan = plan_course(tmp_path / "a", Terms(cast.site.catalogue))
    assert {c.outcome for c in plan.pages.values()} == {"kept"}
    assert plan.questions["created"] == plan.questions["changed"] == 0
    texts = b"".join(p.read_bytes() for p in (tmp_path / "a").rglob("*.md"))
    # Exact blocks are for what Markdown cannot say: of courses written in it there is little.
    assert texts.count(b"```block") < 5


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]))
INLINE = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "sup", "sub", "code"]), inner).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    max_leaves=4,
)
BLOCK = st.one_of(
    st.lists(INLINE, min_size=1, max_size=3).map(lambda parts: f"<p>{''.join(parts)}</p>"),
    INLINE.map(lambda text: f"<h2>{text}</h2>"),
    st.lists(INLINE, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
    INLINE.map(lambda text: f"<blockquote>{text}</blockquote>"),
)


def _table(words: str, *cells: str) -> dict[str, Any]:
    columns = [{"type": "text", "heading": words} for _cell in cells]
    table = {"columns": columns, "rows": [{"values": list(cells)}], "caption": words}
    return {"type": "table", "value": {"row_headings": True, "table": table}}


HTML = st.lists(BLOCK, min_size=1, max_size=4).map("".join)
PIECE = st.one_of(
    HTML.map(lambda html: {"type": "text", "value": html}),
    st.tuples(st.sampled_from(["note", "try"]), WORDS, HTML).map(
        lambda three: {
            "type": "callout",
            "value": {"kind": three[0], "title": three[1][:150], "text": three[2]},
        }
    ),
    st.tuples(WORDS, st.lists(st.tuples(HTML, HTML), min_size=1, max_size=2)).map(
        lambda pair: {
            "type": "table",
            "value": {
                "row_headings": True,
                "table": {
                    "columns": [
                        {"type": "text", "heading": pair[0]},
                        {"type": "text", "heading": "B"},
                    ],
                    "rows": [{"values": list(row)} for row in pair[1]],
                    "caption": pair[0],
                },
            },
        }
    ),
)


class AnyText(TestCase):
    def setUp(self) -> None:
        import tempfile

        self.cast = build_cast()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    @hypothesis_settings(max_examples=40, deadline=None)
    # Typed where letters and their marks are kept apart.
    @example(blocks=[_table("Chư\N{COMBINING ACUTE ACCENT}", "<p>A</p>")], title="")
    @given(blocks=st.lists(PIECE, min_size=1, max_size=4), title=WORDS)
    def test_any_blocks_come_back_as_they_were(self, blocks: list[Any], title: str) -> None:
        import tempfile

        folder = Path(tempfile.mkdtemp(dir=self.folder))
        course = make_course(self.cast, "Khóa", slug="khoa", about=blocks[0]["value"]
                             if blocks[0]["type"] == "text" else "")  # fmt: skip
        lesson = make_lesson(course, f"B {title}"[:200].strip(), slug="b", body=json.dumps(blocks))
        export_course(course, folder, self.cast.trainer)
        plan = plan_course(folder, Terms(self.cast.site.catalogue, by=self.cast.trainer))
        changed = [key for key, change in plan.pages.items() if change.outcome != "kept"]
        assert changed == [], (folder / changed[0]).read_text("utf-8")
        course.delete()
        assert isinstance(lesson, LessonPage)
        assert ModulePage is not None
