"""A heading is never broken inside a word of two syllables."""

import pytest
from django.template import Context, Template

from lms.core.compounds import COMPOUNDS, keep_together


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Từ chính quyền điện tử đến chính quyền số", "Từ chính_quyền điện_tử đến chính_quyền số"),
        ("Vai trò cán bộ", "Vai_trò cán_bộ"),
        ("CÁN BỘ và Công chức", "CÁN_BỘ và Công_chức"),
        ("chữ ký số", "chữ_ký số"),
        ("Digital skills", "Digital skills"),
        ("scán bộ", "scán bộ"),
        ("cán bộn", "cán bộn"),
        ("", ""),
    ],
)
def test_the_syllables_of_a_word_stay_together(title, kept):
    assert keep_together(title) == kept.replace("_", "\u00a0")


def test_nothing_but_spaces_changes():
    text = " ".join(COMPOUNDS)
    assert keep_together(text).replace("\u00a0", " ") == " ".join(text.split())


def test_markup_in_a_heading_stays_text():
    page = Template("{% load ui %}{{ title|whole_words }}").render(Context({"title": "<b>cán bộ"}))
    assert page == "&lt;b&gt;cán\u00a0bộ"
