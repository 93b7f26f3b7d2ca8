"""The same words however they were typed: tone marks, typographic marks, letters like Đ."""

import re
import unicodedata

import pytest
from django.apps import apps

from lms.accounts.models import User
from lms.cms.slugs import plain_letters
from lms.core.text import (
    clean,
    fold,
    name_sort_key,
    plain_marks,
    same_text,
    text_sort_key,
    words_of,
)

LIKE_Đ = ["\u00d0", "\u0189", "\u0110"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("HOẢ HOẠN", "hỏa hoạn"),
        ("khoẻ", "khỏe"),
        ("xoè", "xòe"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("luỹ tre", "lũy tre"),
        ("huý", "húy"),
        ("hoá, xoá", "hóa, xóa"),
        ("toạ độ (hoà bình)", "tọa độ (hòa bình)"),
        ("oà", "òa"),
        ("sử_hoá", "sử_hóa"),
    ],
)
def test_both_places_of_the_tone_mark_are_the_same_word(one, other):
    for typed in (other, other.upper(), unicodedata.normalize("NFD", other)):
        assert same_text(one) == same_text(typed)
    assert same_text(same_text(one)) == same_text(one)


def test_every_open_syllable_in_oa_oe_uy_has_both_places():
    for first, second in ("oa", "oe", "uy"):
        for tone in "\u0300\u0309\u0303\u0301\u0323":
            for onset in ("", "h", "kh", "th", "ngh", "đ", "gi", "x"):
                old = unicodedata.normalize("NFC", onset + first + tone + second)
                new = unicodedata.normalize("NFC", onset + first + second + tone)
                assert same_text(old) == same_text(new) == new


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hoá"),
        ("hòa", "hoa"),
        ("quý", "qúy"),
        ("quỷ", "qủy"),
        ("già", "gìa"),
        ("hoàn", "hòan"),
        ("mùa", "muà"),
        ("toán", "tóan"),
        ("hoà", "hoằ"),
        ("thuý", "thúi"),
    ],
)
def test_other_words_stay_other_words(one, other):
    assert same_text(one) != same_text(other)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Luật ‘mới’", "Luật 'mới'"),
        ("don’t", "don't"),
        ("“Đề án 06”", '"Đề án 06"'),
        ("„a‟ «b»", '"a" "b"'),
        ("2020–2025", "2020-2025"),
        ("a — b", "a - b"),
        ("e‑office", "e-office"),
        ("−5", "-5"),
        ("v.v…", "v.v..."),
        ("10\u00a0000\u202fđồng", "10 000 đồng"),
        ("a\u2009b\u2003c", "a b c"),
        ("so\u00adft", "soft"),
        ("zero\u200bwidth\ufeff\u200e\u2060", "zerowidth"),
    ],
)
def test_typographic_marks_equal_plain_ones(typed, plain):
    assert same_text(typed) == same_text(plain)
    assert fold(typed) == fold(plain)
    assert plain_marks(clean(typed)) == plain


@pytest.mark.parametrize("letter", LIKE_Đ)
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_every_letter_that_looks_like_đ_reads_as_đ(letter, case):
    name, right = f"{case(letter)}ặng Mai", f"{case('Đ')}ặng Mai"
    assert fold(name) == fold(right) == "dang mai"
    assert words_of(name) == ["dang", "mai"]
    assert same_text(name) == same_text(right)
    assert name_sort_key(name) == name_sort_key(right)
    assert text_sort_key(name) == text_sort_key(right)
    for pattern, plain in plain_letters():
        name = re.sub(pattern, plain, name)
    assert name.casefold() == "dang mai"


def test_a_name_written_with_eth_is_found_and_sorted(cast):
    for letter in LIKE_Đ:
        code = f"eth{ord(letter)}"
        User.objects.create_user(official_code=code, full_name=f"Vũ Hải {letter}ăng")
    keys = set(User.objects.filter(official_code__startswith="eth").values_list("sort_key"))
    assert len(keys) == 1
    assert User.objects.filter(folded_name__contains=fold("hải Đăng")).count() == 3


def test_stored_keys_are_made_anew_by_the_migration(cast):
    from importlib import import_module

    user = User.objects.create_user(official_code="eth", full_name="\u00d0ặng Văn \u00d0ạt")
    right = user.sort_key, user.folded_name
    User.objects.filter(pk=user.pk).update(sort_key="old", folded_name="old")
    import_module("lms.accounts.migrations.0006_keys_of_names_anew").make_keys(apps, None)
    user.refresh_from_db()
    assert (user.sort_key, user.folded_name) == right
    assert user.folded_name == "dang van dat"


def test_what_questions_are_searched_by_is_folded_anew_by_the_migration():
    # Folding what an earlier version folded gives what this one makes of the text.
    for text in ("“Ðề án” – don’t…", "\u00d0ặng"):
        before = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
        before = "".join(c for c in before if not unicodedata.combining(c))
        assert fold(before) == fold(text)
