"""How the blocks of a lesson are drawn."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtailmedia.models import Media

from courses.models import LessonPage
from lms.core.models import Picture
from tests.courses.makers import make_course, make_lesson

pytestmark = pytest.mark.django_db
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" width="720" height="400">'
    "<title>Sơ đồ</title></svg>"
)
HOSTILE = "<script>alert(1)</script>"


def drawn(kind, value):
    page = LessonPage(title="Bài")
    page.body = page._meta.get_field("body").to_python([{"type": kind, "value": value}])
    block = page.body[0]
    return block.block.render(block.value)


def make_picture(name="hinh.png", **fields):
    data = BytesIO()
    Image.new("RGB", (1600, 900), "navy").save(data, "PNG")
    return Picture.objects.create(title="Hình", file=ImageFile(data, name=name), **fields)


def picture_value(picture, **image):
    value = {"image": picture.pk, "alt_text": "Sơ đồ ba tầng", "decorative": False, **image}
    return {"image": value, "caption": "Ba tầng"}


def test_text_stands_without_a_wrapper():
    assert drawn("text", "<h2>Mục</h2><p>Đoạn</p>").strip() == "<h2>Mục</h2><p>Đoạn</p>"


def test_a_picture_comes_in_sizes_and_keeps_its_place():
    html = drawn("picture", picture_value(make_picture(credit="Báo Bắc Giang")))
    for part in (
        "srcset=",
        'loading="lazy"',
        'width="1280"',
        'height="720"',
        'alt="Sơ đồ ba tầng"',
    ):
        assert part in html
    assert "Ba tầng" in html
    assert "Báo Bắc Giang" in html


def test_a_decorative_picture_has_an_empty_text():
    html = drawn("picture", picture_value(make_picture(), decorative=True))
    assert 'alt=""' in html


def test_a_drawing_is_shown_as_it_is():
    picture = Picture.objects.create(
        title="Sơ đồ", file=ImageFile(BytesIO(SVG.encode()), name="so-do.svg")
    )
    html = drawn("picture", picture_value(picture))
    assert ".svg" in html
    assert 'width="720"' in html
    assert 'height="400"' in html
    assert "srcset" not in html


def test_a_picture_that_was_deleted_leaves_nothing_behind():
    picture = make_picture()
    value = picture_value(picture)
    picture.delete()
    assert "<img" not in drawn("picture", value)


def test_a_video_plays_by_itself_and_has_a_transcript():
    video = Media.objects.create(
        title="Giới thiệu", type="video", file=ContentFile(b"x", name="phim.mp4")
    )
    html = drawn("video", {"video": video.pk, "caption": "Phim", "transcript": "<p>Lời dẫn</p>"})
    assert re.search(r"<video\s+controls\s", html)
    for part in ('preload="metadata"', "video/mp4", "<details", "Lời dẫn"):
        assert part in html
    assert "<details" not in drawn("video", {"video": video.pk, "caption": "", "transcript": ""})


def test_a_player_of_another_site_is_fenced_in(settings):
    settings.LMS_EMBED_HOSTS = ["video.tinh.example"]
    value = {"address": "https://video.tinh.example/embed/1", "title": "Bài giảng"}
    html = drawn("embed", value)
    for part in ("sandbox=", 'title="Bài giảng"', 'referrerpolicy="no-referrer"'):
        assert part in html


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://video.tinh.example/",
        "https://video.tinh.example.evil.example/",
        "https://video.tinh.example@evil.example/",
        "javascript:alert(1)",
        "https://[",
    ],
)
def test_players_of_hosts_that_are_not_allowed_are_refused(settings, address):
    from lms.core.blocks.embed import check_embed_host

    settings.LMS_EMBED_HOSTS = ["video.tinh.example"]
    assert "<iframe" not in drawn("embed", {"address": address, "title": "x"})
    with pytest.raises(ValidationError):
        check_embed_host(address)


def test_a_document_tells_its_kind_and_size():
    document = get_document_model().objects.create(
        title="Quy trình", file=ContentFile(b"x" * 2048, name="quy-trinh.pdf")
    )
    html = drawn("document", {"document": document.pk, "note": "Bản 2026"})
    assert "Quy trình" in html
    assert "PDF" in html
    assert "2,0" in html
    assert "Bản 2026" in html


@pytest.mark.parametrize("kind", ["note", "example", "warning", "legal", "try"])
def test_each_kind_of_callout_has_its_look(kind):
    html = drawn("callout", {"kind": kind, "title": "", "text": "<p>Nội dung</p>"})
    assert f"callout--{kind}" in html
    assert "<p>Nội dung</p>" in html


def table_value(row_headings):
    return {
        "row_headings": row_headings,
        "table": {
            "columns": [{"type": "text", "heading": "Số"}, {"type": "text", "heading": "Tên"}],
            "rows": [{"values": ["<p>148/2025/QH15</p>", "<p>Luật</p>"]}],
            "caption": "Bốn văn bản",
        },
    }


def test_a_table_has_a_caption_and_headings_and_scrolls_by_itself():
    html = drawn("table", table_value(row_headings=True))
    for part in (
        "<caption",
        ">Bốn văn bản</span></caption>",
        'scope="col"',
        'scope="row"',
        'role="region"',
        "tabindex",
    ):
        assert part in html
    assert 'scope="row"' not in drawn("table", table_value(row_headings=False))


def test_nothing_written_into_a_title_becomes_a_tag():
    hostile_table = table_value(True)
    hostile_table["table"]["caption"] = HOSTILE
    values = {
        "callout": {"kind": "note", "title": HOSTILE, "text": "<p>x</p>"},
        "embed": {"address": "https://evil.example/", "title": HOSTILE},
        "table": hostile_table,
        "picture": {**picture_value(make_picture(), alt_text=HOSTILE), "caption": HOSTILE},
    }
    for kind, value in values.items():
        assert "<script" not in drawn(kind, value)


@pytest.mark.parametrize(
    ("hosts", "body", "offered"),
    [
        ([], [], False),
        (["video.tinh.example"], [], True),
        ([], [{"type": "embed", "value": {"address": "https://a.example", "title": "A"}}], True),
    ],
    ids=["no host", "a host", "one stands there"],
)
def test_a_player_is_offered_once_a_host_is_allowed(cast, settings, hosts, body, offered) -> None:
    settings.LMS_EMBED_HOSTS = hosts
    lesson = make_lesson(make_course(cast), body=body)
    form = lesson.get_edit_handler().get_form_class()(instance=lesson)
    assert ("embed" in form.fields["body"].block.child_blocks) is offered


def test_the_alternative_text_of_a_picture_is_empty_until_somebody_writes_it() -> None:
    assert Picture(title="IMG_0001.jpg").default_alt_text == ""
    assert Picture(title="IMG_0001.jpg", description="Bản đồ").default_alt_text == "Bản đồ"
