"""Courses that were written to do harm: in YAML, Markdown, HTML, XML, pictures and names."""

import io
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from courses.models import CoursePage, LessonPage
from lms.core.models import Picture
from lms.core.plain_yaml import PlainYamlError, load_plain_yaml
from lms.course_files.errors import CourseFileError
from lms.course_files.loading import Terms, apply_course, plan_course
from tests.course_files.test_course_loading import SMALL
from tests.course_files.test_round_trip import make_picture, png

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    root.mkdir()
    for name, text in SMALL.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def terms(cast) -> Terms:
    return Terms(cast.site.catalogue, by=cast.trainer)


def body(folder: Path, text: str) -> None:
    (folder / "1-mot.md").write_text(f"---\ntitle: Một\nminutes: 3\n---\n{text}", "utf-8")


def complaints(folder: Path, terms: Terms) -> list[str]:
    with pytest.raises(CourseFileError) as refused:
        plan_course(folder, terms)
    assert not CoursePage.objects.exists()
    assert not Picture.objects.exists()
    return str(refused.value).replace(f"{folder}/", "").split("\n")


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: !!python/object/apply:os.system ['id']",
        "a: !!python/name:os.system",
        "[" * 100_000,
        "{a: " * 20_000,
        "? " * 20_000,
    ],
    ids=["references", "object", "name", "lists", "mappings", "keys"],
)
def test_attack_51_yaml_that_unfolds_or_builds_objects_is_refused(text):
    with pytest.raises(PlainYamlError):
        load_plain_yaml(text)


def test_attack_51_a_bomb_in_a_head_is_a_complaint_about_its_file(folder, terms):
    (folder / "1-mot.md").write_text(f"---\ntitle: Một\nminutes: 3\n{BOMB}---\n", "utf-8")
    (complaint,) = complaints(folder, terms)
    assert complaint.startswith("1-mot.md: the head is not valid YAML: line 5")


@pytest.mark.parametrize("data", [SVG, XXE, b"<!DOCTYPE x [" + b"<!ENTITY a 'aaaa'>" * 99 + b"]>"])
def test_attack_51_49_drawings_that_are_xml_are_never_parsed(folder, terms, data):
    (folder / "ve.svg").write_bytes(data)
    body(folder, "![vẽ](ve.svg)")
    assert complaints(folder, terms) == [
        "ve.svg: a drawing (SVG) is taken only where the library holds it already"
    ]


def test_attack_51_a_spreadsheet_with_entities_stays_a_closed_file(folder, terms):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as workbook:
        workbook.writestr("[Content_Types].xml", XXE)
        workbook.writestr("xl/workbook.xml", XXE)
    (folder / "bang.xlsx").write_bytes(data.getvalue())
    body(folder, "```block document\nfile: bang.xlsx\n```")
    apply_course(folder, terms)
    (block,) = LessonPage.objects.get(slug="mot").get_latest_revision_as_object().body
    with block.value["document"].file.open() as stored:
        assert stored.read() == data.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"<?php system('id'); ?>", b"<html><script>alert(1)</script>", b"%PDF-1.4", b"\0" * 99],
)
def test_attack_49_a_picture_that_is_something_else_is_refused(folder, terms, content):
    (folder / "anh.png").write_bytes(content)
    body(folder, "![x](anh.png)")
    (complaint,) = complaints(folder, terms)
    assert complaint.startswith("anh.png: ")


def test_attack_49_a_document_that_runs_macros_or_is_a_page_is_refused(folder, terms):
    (folder / "tai.txt").write_bytes(b"<script>alert(1)</script>")
    body(folder, "```block document\nfile: tai.txt\n```")
    assert len(complaints(folder, terms)) == 1


def test_attack_49_a_picture_of_too_many_pixels_is_refused(folder, terms, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    data = io.BytesIO()
    Image.new("1", (200, 200)).save(data, "PNG")
    (folder / "anh.png").write_bytes(data.getvalue())
    body(folder, "![x](anh.png)")
    assert len(complaints(folder, terms)) == 1


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "../../../../etc/hostname", "/etc/hostname", "..%2Fsecret.png", "a%00.png"],
)
def test_attack_47_a_text_names_no_file_outside_its_course(folder, terms, tmp_path, name):
    (tmp_path / "secret.png").write_bytes(png())
    body(folder, f"![x]({name})\n\n```block document\nfile: {name}\n```")
    said = complaints(folder, terms)
    assert len(said) == 1
    assert "does not exist" in said[0]


def test_attack_47_a_link_in_the_folder_leads_nowhere(folder, terms, tmp_path):
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "anh.png").symlink_to(tmp_path / "secret.png")
    body(folder, "![x](anh.png)")
    assert "does not exist" in complaints(folder, terms)[0]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    '<iframe src="https://evil.example"></iframe>',
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    '<a linktype="document" id="1">x</a>',
    '<embed embedtype="image" id="1" format="left" alt="x"/>',
    '<embed embedtype="media" url="https://evil.example"/>',
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
]


@pytest.mark.parametrize("html", HOSTILE)
@pytest.mark.parametrize("shape", ["exact", "markdown", "callout"])
def test_attack_36_markup_in_files_runs_nothing(folder, terms, html, shape):
    quoted = html.replace("'", "''")
    body(
        folder,
        {
            "exact": f"```block text\nhtml: '{quoted}'\n```",
            "markdown": f"{html}\n\n[x](javascript:alert(1)) ![y](data:text/html;base64,x)",
            "callout": f"```block callout\ntitle: '{quoted}'\nhtml: '{quoted}'\n```",
        }[shape],
    )
    try:
        apply_course(folder, terms)
    except CourseFileError as refused:
        assert "does not exist" in str(refused)  # noqa: PT017  (a picture that is no file)
        return
    for block in LessonPage.objects.get(slug="mot").get_latest_revision_as_object().body:
        shown = BeautifulSoup(str(block.render()), "html.parser")
        for icon in shown.select("svg.icon"):
            icon.decompose()
        assert not shown.find_all(["script", "img", "iframe", "svg", "math", "embed", "object"])
        for tag in shown.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
            assert str(tag.attrs.get("href", "")).partition(":")[0] in {"", "http", "https"}
        raw = block.get_prep_value()["value"]
        stored = BeautifulSoup(raw if isinstance(raw, str) else raw["text"], "html.parser")
        assert not stored.select("[linktype]")


def test_text_that_is_nested_without_end_is_refused(folder, terms):
    body(folder, "```block text\nhtml: '" + "<b>" * 5_000 + "'\n```")
    assert complaints(folder, terms) == ["1-mot.md, line 5: the text is nested too deeply"]


@pytest.mark.parametrize("mark", [">", "- ", "*", "[", "![", "`", "| ", "::: note\n"])
def test_markdown_that_is_nested_without_end_does_no_harm(folder, terms, mark):
    body(folder, mark * 3_000)
    try:
        plan_course(folder, terms)
    except CourseFileError as refused:
        assert "1-mot.md" in str(refused)  # noqa: PT017


def test_a_picture_of_another_catalogue_is_copied_and_not_shared(cast, folder, terms):
    from wagtail.models import Collection

    other = Collection.get_first_root_node().add_child(instance=Collection(name="Khác"))
    foreign = make_picture(other, "x")
    (folder / "anh.png").write_bytes(png())
    body(folder, "![x](anh.png)")
    apply_course(folder, terms)
    assert Picture.objects.exclude(pk=foreign.pk).get().collection != other
