"""Vietnamese text as it is kept, searched and sorted."""

import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.text import clean, fold, name_sort_key, text_sort_key, words_of


def test_folding_removes_marks_and_đ():
    assert fold("Chuyển  Đổi Số") == "chuyen doi so"


def test_decomposed_text_folds_like_composed_text():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ớt")
    assert fold(decomposed) == "nguyen thi ot"


def test_invisible_and_direction_marks_are_dropped():
    assert clean("Lan\u200b\u202e\ufeff  Anh\x07") == "Lan Anh"


@pytest.mark.parametrize(
    "mark",
    [
        "\u00ad",  # soft hyphen
        *"\u200b\u200c\u200d\u2060\ufeff",  # of no width
        *"\u202a\u202b\u202c\u202d\u202e",  # direction
        *"\u2066\u2067\u2068\u2069",  # direction, isolated
    ],
)
def test_a_mark_that_nobody_sees_is_dropped_wherever_it_stands(mark):
    assert clean(f"{mark}La{mark}n{mark}") == "Lan"


@pytest.mark.parametrize("neighbour", "®–‐\u2070\u2061＀\u2065\u206a")
def test_signs_beside_the_dropped_ones_stay(neighbour):
    assert clean(f"a{neighbour}b") == f"a{neighbour}b"


@pytest.mark.parametrize("control", "\x00\x07\x1b\x7f\x9f")
def test_control_characters_are_dropped_and_join_what_they_part(control):
    assert clean(f"La{control}n Anh") == "Lan Anh"


@pytest.mark.parametrize("space", " \t\n\r\x0b\u00a0\u2003\u3000\u202f")
def test_every_space_between_words_is_one_blank_and_none_stands_outside(space):
    assert clean(f"{space}Lan{space}{space}Anh{space}") == "Lan Anh"


def test_searching_tells_neither_capitals_nor_marks_apart():
    letters = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
    assert fold(letters) == fold(letters.lower()) == "aaabcddeeghiklmnooopqrstuuvxy"
    assert fold("à ả ã á ạ ằ ẩ ễ ế ộ ợ ữ ỵ") == "a a a a a a a e e o o u y"
    assert fold("STRASSE") == fold("Straße")


def test_the_words_of_a_text_are_its_letters_and_digits_without_signs():
    assert words_of("  CĐS-01: “Chuyển đổi” số/2026 (v2)! ") == (
        ["cds", "01", "chuyen", "doi", "so", "2026", "v2"]
    )
    assert words_of("– … !") == []


def test_people_sort_by_given_name_then_middle_then_family_name():
    names = ["Nguyễn Văn An", "Trần Văn An", "Lê Thị Bình", "Đỗ Hồng Ân", "Phạm Văn Ánh"]
    shuffled = random.sample(names, len(names))
    assert sorted(shuffled, key=name_sort_key) == [
        "Nguyễn Văn An",
        "Trần Văn An",
        "Phạm Văn Ánh",
        "Đỗ Hồng Ân",
        "Lê Thị Bình",
    ]


def test_tones_decide_between_names_with_the_same_letters():
    tones = ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]
    assert sorted((tones[i] for i in (5, 2, 0, 4, 1, 3)), key=name_sort_key) == tones


def test_the_letters_stand_in_the_order_of_the_alphabet():
    """The 29 letters of Vietnamese, f j w z where Latin has them."""
    letters = list("AĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ")
    for key in (name_sort_key, text_sort_key):
        assert sorted(random.sample(letters, len(letters)), key=key) == letters
        assert [key(letter) for letter in letters] == [key(letter.lower()) for letter in letters]


@pytest.mark.parametrize("letter", "aăâeêioôơuưy")
def test_a_tone_decides_after_the_letters_on_every_vowel(letter):
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    names = [f"Lê {unicodedata.normalize('NFC', letter + tone)}" for tone in tones]
    assert sorted(random.sample(names, len(names)), key=name_sort_key) == names
    # The tone is less than any letter behind it.
    assert name_sort_key(names[-1]) < name_sort_key(f"Lê {letter}a")


def test_a_syllable_has_the_key_of_its_letters_and_then_of_its_tone():
    assert name_sort_key("Đặng") == "06011710!5"
    assert name_sort_key("Ơn") == "2017!0"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_name_has_one_key_however_it_was_typed(form):
    typed = unicodedata.normalize(form, "Nguyễn Thị Hường")
    assert name_sort_key(typed.upper()) == name_sort_key("nguyễn  thị hường ")


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("Lan", ["Lan"]),
        ("Trần Lan", ["Lan", "Trần"]),
        ("Trần Thị Lan", ["Lan", "Thị", "Trần"]),
        ("Nguyễn Thị Minh Hạnh", ["Hạnh", "Thị", "Minh", "Nguyễn"]),
        ("Tôn Nữ Thị Minh An", ["An", "Nữ", "Thị", "Minh", "Tôn"]),
    ],
)
def test_the_given_name_counts_first_then_the_middle_names_and_the_family_name_last(name, read_as):
    assert name_sort_key(name) == " ".join(name_sort_key(part) for part in read_as)


def test_between_equal_given_names_the_shorter_syllable_comes_first():
    names = ["Lê Thị An", "Lê Thị Anh", "Lê Thị Ánh"]
    assert sorted(random.sample(names, len(names)), key=name_sort_key) == names


def test_letters_of_other_languages_come_behind_in_names_and_before_in_titles():
    assert name_sort_key("Zoe") < name_sort_key("Ωmega") < name_sort_key("漢")
    assert text_sort_key("1") < text_sort_key("漢") < text_sort_key("a")
    assert name_sort_key("é") != name_sort_key("ё")
    # A mark that no Vietnamese letter has changes nothing.
    assert name_sort_key("Åu") == name_sort_key("Au")
    assert name_sort_key("ç") == name_sort_key("c")


def test_a_key_fits_its_column():
    assert len(name_sort_key("Nguyễn " * 200)) == 600
    assert len(name_sort_key("Ngưỡng " * 40, max_length=50)) == 50


def test_titles_are_read_from_their_first_word_on():
    titles = ["(2) Mở", "2 Mở", "An toàn", "Đào tạo Anh", "Đào tạo Ba", "Zalo"]
    assert sorted(random.sample(titles, len(titles)), key=text_sort_key) == titles


def test_đ_comes_after_d_and_before_e():
    assert sorted(["Lê Em", "Lê Đào", "Lê Duy"], key=name_sort_key) == [
        "Lê Duy",
        "Lê Đào",
        "Lê Em",
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_attack_57_any_text_has_a_key_and_a_clean_form(text):
    name_sort_key(text)
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
