"""Short text: case and spaces never count, diacritics only where the author says so."""

import random
import unicodedata

import pytest

from assessments.exceptions import InvalidAnswer
from assessments.question_types.numeric import Numeric
from assessments.question_types.short_text import ShortText
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND = ShortText()
STRICT = {"accepted": ["Nền tảng chia sẻ", "LGSP"], "fold_diacritics": False}
FOLDED = {**STRICT, "fold_diacritics": True}


@pytest.mark.parametrize(
    ("answer", "strict", "folded"),
    [
        ("Nền tảng chia sẻ", 1, 1),
        ("  nền   TẢNG chia\tsẻ ", 1, 1),
        (unicodedata.normalize("NFD", "Nền tảng chia sẻ"), 1, 1),
        ("lgsp", 1, 1),
        ("LG\N{ZERO WIDTH SPACE}SP", 1, 1),
        ("nen tang chia se", 0, 1),
        ("nền tảng", 0, 0),
        ("LGSP.", 0, 0),
        ("0", 0, 0),
        ("0e123", 0, 0),
        ("*", 0, 0),
        ("{{ 7*7 }}", 0, 0),
        ("👍", 0, 0),
        ("\N{RIGHT-TO-LEFT OVERRIDE}PSGL", 0, 0),
    ],
)
def test_what_counts_as_the_same(answer, strict, folded) -> None:
    assert KIND.grade(STRICT, KIND.check_answer(STRICT, answer)) == strict
    assert KIND.grade(FOLDED, KIND.check_answer(FOLDED, answer)) == folded


def test_the_letter_d_with_stroke_is_folded_too() -> None:
    body = {"accepted": ["Đề án"], "fold_diacritics": True}
    assert KIND.grade(body, "de an") == 1


@pytest.mark.parametrize(
    ("key", "answer", "right"),
    [
        ("hoà giải", "hòa giải", True),
        ("hòa giải", "Hoà Giải", True),
        ("uỷ ban", "ủy ban", True),
        ("quý", "qúy", False),
        ("“một cửa”", '"một cửa"', True),
        ("e-office", "e–office", True),
        ("2020-2025", "2020\N{NON-BREAKING HYPHEN}2025", True),
        ("don't", "don’t", True),
        ("Đề án", "Ðề án", True),
        ("a b", "a\N{NO-BREAK SPACE}\N{THIN SPACE}b", True),
    ],
)
@pytest.mark.parametrize("folding", [False, True])
def test_how_it_is_typed_does_not_count(key, answer, right, folding) -> None:
    body = {"accepted": [key], "fold_diacritics": folding}
    assert KIND.grade(body, KIND.check_answer(body, answer)) == (right or folding)


@pytest.mark.parametrize(
    ("kind", "body"), [(KIND, STRICT), (Numeric(), {"answer": "1", "tolerance": "0", "unit": ""})]
)
def test_the_keyboard_corrects_nothing(kind, body) -> None:
    attrs = kind.form_field(body, []).widget.attrs
    told = {name: attrs[name] for name in ("autocorrect", "autocapitalize", "spellcheck")}
    assert told == {"autocorrect": "off", "autocapitalize": "none", "spellcheck": "false"}


TEXTS = [answer for answer in NOT_ANSWERS if not isinstance(answer, str) or len(answer) > 500]


@pytest.mark.parametrize("answer", [*TEXTS, chr(0xD800), chr(0xDFFF), "x" * 501])
def test_attack_33_what_is_no_short_text_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(STRICT, answer)


def test_as_many_letters_as_the_field_takes_are_an_answer() -> None:
    assert KIND.check_answer(STRICT, "x" * 500) == "x" * 500
    assert KIND.form_field(STRICT, []).widget.attrs["maxlength"] == "500"


def test_samples_are_the_first_answer_and_one_longer_than_all() -> None:
    rng = random.Random(1)
    body = {"accepted": ["ba chữ cái", "một"], "fold_diacritics": False}
    assert KIND.sample_answer(body, rng, right=True) == "ba chữ cái"
    assert KIND.sample_answer(body, rng, right=False) == "ba chữ cái khác"


@pytest.mark.parametrize("answer", [None, "", "   ", "\x00", "\N{ZERO WIDTH SPACE}"])
def test_nothing_visible_is_no_answer(answer) -> None:
    assert KIND.check_answer(STRICT, answer) is None
    assert KIND.grade(STRICT, None) == 0


def test_answers_and_key_in_words() -> None:
    assert KIND.answer_text(STRICT, "lgsp") == ["lgsp"]
    assert KIND.answer_text(STRICT, None) == []
    assert KIND.key_text(STRICT) == ["Nền tảng chia sẻ", "LGSP"]
