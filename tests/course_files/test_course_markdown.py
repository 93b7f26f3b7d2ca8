"""Markdown becomes the blocks of a lesson."""

from pathlib import Path

import pytest

from lms.course_files.errors import CourseFileError
from lms.course_files.library import Library
from lms.course_files.markdown import Source, to_blocks, to_html


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "ve.svg").write_text("<svg/>")
    module = tmp_path / "01-a"
    module.mkdir()
    return module / "01-b.md"


def blocks_of(lesson: Path, markdown: str) -> list[dict]:
    return to_blocks(markdown, source_of(lesson))


class Sevens(Library):
    """A library in which every picture is the seventh."""

    def picture(self, path: Path, title: str) -> int:
        return 7


def source_of(lesson: Path) -> Source:
    library = Sevens(lesson.parent.parent, None, dry=True)
    return Source(lesson, library, lambda name: None)


def test_running_text_around_other_blocks_stays_together(lesson):
    blocks = blocks_of(lesson, "## Mục\n\nĐoạn **một**.\n\n::: note Nhớ\nChữ.\n:::\n\nĐoạn hai.")
    assert [b["type"] for b in blocks] == ["text", "callout", "text"]
    assert blocks[0]["value"] == "<h2>Mục</h2>\n<p>Đoạn <strong>một</strong>.</p>"
    assert blocks[1]["value"] == {"kind": "note", "title": "Nhớ", "text": "<p>Chữ.</p>"}


def test_a_table_takes_the_caption_from_the_line_above(lesson):
    (block,) = blocks_of(lesson, "Bảng: So sánh\n\n| | A |\n|---|---|\n| x | **1** |\n")
    assert block["type"] == "table"
    assert block["value"]["table"]["caption"] == "So sánh"
    assert block["value"]["table"]["columns"] == [
        {"type": "text", "heading": ""},
        {"type": "text", "heading": "A"},
    ]
    assert block["value"]["table"]["rows"] == [
        {"values": ["<p>x</p>", "<p><strong>1</strong></p>"]}
    ]


def test_a_picture_on_its_own_line_becomes_a_picture(lesson):
    (block,) = blocks_of(lesson, '![Mô tả](figures/ve.svg "Hình 1")')
    assert block["value"] == {
        "image": {"image": 7, "alt_text": "Mô tả", "decorative": False},
        "caption": "Hình 1",
    }


def test_a_missing_picture_is_named(lesson):
    with pytest.raises(CourseFileError, match=r"figures/khong\.svg does not exist"):
        blocks_of(lesson, "![x](figures/khong.svg)")


def test_block_ids_stay_the_same_when_a_file_is_read_again(lesson):
    text = "Một.\n\n::: try\nLàm.\n:::\n"
    first, again = blocks_of(lesson, text), blocks_of(lesson, text)
    assert [b["id"] for b in first] == [b["id"] for b in again]
    assert len({b["id"] for b in first}) == 2


def test_raw_html_is_shown_as_text(tmp_path):
    assert (
        to_html("a <script>x</script>", source_of(tmp_path / "1" / "2.md"))
        == "<p>a &lt;script&gt;x&lt;/script&gt;</p>"
    )


def test_decomposed_text_is_composed(tmp_path):
    source = source_of(tmp_path / "1" / "2.md")
    assert to_html("e\u0323\u0302", source) == "<p>\u1ec7</p>"
