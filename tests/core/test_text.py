import random
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.text import clean, fold, name_sort_key


def test_folding_removes_marks_and_đ():
    assert fold("Chuyển  Đổi Số") == "chuyen doi so"


def test_decomposed_text_folds_like_composed_text():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ớt")
    assert fold(decomposed) == "nguyen thi ot"


def test_invisible_and_direction_marks_are_dropped():
    assert clean("Lan\u200b\u202e\ufeff  Anh\x07") == "Lan Anh"


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
