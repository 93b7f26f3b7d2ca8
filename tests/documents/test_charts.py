"""The geometry of charts, and what the drawing tells who cannot see it."""

from django.template import Context, Template
from django.utils import translation

from lms.documents.charts import WIDTH, Bar, Series, bar_chart

SERIES = [Series("Đạt", "1"), Series("Chưa đạt", "none")]


def test_the_longest_bar_takes_the_full_width():
    chart = bar_chart([Bar("A", (10,), "10"), Bar("B", (5,), "5")], [Series("n")])
    assert [line.boxes[0].width for line in chart.lines] == [WIDTH, WIDTH / 2]


def test_each_bar_may_be_a_whole_of_its_own():
    bars = [Bar("A", (1, 1), "1/2"), Bar("B", (30, 10), "30/40")]
    chart = bar_chart(bars, SERIES, each_is_whole=True)
    assert [sum(box.width for box in line.boxes) for line in chart.lines] == [WIDTH, WIDTH]
    assert chart.lines[1].boxes[0].width == 300


def test_a_bar_of_nothing_is_an_empty_track():
    chart = bar_chart([Bar("A", (0, 0), "0/0")], SERIES, each_is_whole=True)
    assert chart.lines[0].boxes == ()
    assert bar_chart([], SERIES).lines == ()


def test_long_labels_are_cut_in_the_drawing_only():
    line = bar_chart([Bar("n" * 80, (1,), "1")], [Series("n")]).lines[0]
    assert len(line.label) < 80


def test_a_drawing_has_a_title_a_table_and_no_style():
    template = Template(
        "{% load charts %}{% bar_chart 'c' title bars series description='Theo đơn vị' %}"
    )
    with translation.override("vi"):
        html = template.render(
            Context(
                {
                    "title": "<Năng lực>",
                    "bars": [Bar("Sở & Phòng", (1.5, 2), "1/3")],
                    "series": SERIES,
                }
            )
        )
    assert 'role="img"' in html
    assert '<title id="c-title">&lt;Năng lực&gt;</title>' in html
    assert "Theo đơn vị</desc>" in html
    assert "Sở &amp; Phòng" in html
    assert "<table" in html
    assert "style=" not in html
    assert 'width="171.43"' in html  # a decimal point, whatever the language writes
