"""Numbers as Vietnamese officials write them, and nothing that is not one."""

from decimal import Decimal
from random import Random

import pytest
from django.core.exceptions import ValidationError

from assessments.exceptions import InvalidAnswer
from assessments.question_types.numeric import (
    MAX_LENGTH,
    Numeric,
    NumericBlock,
    plain,
    readings,
)
from tests.assessments.question_types.bad_input import NOT_ANSWERS

KIND = Numeric()


def body(answer: str, tolerance: str = "0", unit: str = "") -> dict[str, str]:
    return {"answer": answer, "tolerance": tolerance, "unit": unit}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,5", {"1.5"}),
        ("1.5", {"1.5"}),
        (" 1,5 ", {"1.5"}),
        ("+1,5", {"1.5"}),
        ("-1,5", {"-1.5"}),
        ("−1,5", {"-1.5"}),
        (",5", {"0.5"}),
        ("5,", {"5"}),
        ("007", {"7"}),
        ("1 234 567", {"1234567"}),
        ("1.234.567", {"1234567"}),
        ("1.234.567,8", {"1234567.8"}),
        ("1,234,567.8", {"1234567.8"}),
        ("1.234,5", {"1234.5"}),
        ("1,234.5", {"1234.5"}),
        ("1.961", {"1.961", "1961"}),
        ("1,961", {"1.961", "1961"}),
        ("0.464", {"0.464"}),
        ("0,464", {"0.464"}),
        ("1.96", {"1.96"}),
        ("1.9611", {"1.9611"}),
        ("1234.567", {"1234.567"}),
        ("-0", {"0"}),
    ],
)
def test_how_numbers_are_read(text, numbers) -> None:
    assert readings(text) == {Decimal(number) for number in numbers}


NOT_NUMBERS = [
    *(
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1e309",
        "1E5",
        "0x10",
        "1_000",
        "½",
        "٣",
        "१",
        "１２",
        "²",
    ),
    *(
        "1,2,3",
        "1.2.3",
        "1..2",
        "1,,2",
        "1.234.56",
        "1,5%",
        "abc",
        "--1",
        "+-1",
        ".",
        ",",
        "-",
        "=",
    ),
    *("1;2", "1/2", "=1+1", "1\N{ARABIC DECIMAL SEPARATOR}5", "9" * 41, "9" * 10_000),
]


@pytest.mark.parametrize("answer", [*NOT_ANSWERS, *NOT_NUMBERS])
def test_attack_28_what_is_no_number_is_refused(answer) -> None:
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(body("1"), answer)


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_nothing_written_is_no_answer(answer) -> None:
    assert KIND.check_answer(body("1"), answer) is None
    assert KIND.grade(body("0"), None) == 0


@pytest.mark.parametrize(
    ("key", "tolerance", "answer", "fraction"),
    [
        ("46.4", "0.05", "46,4", 1),
        ("46.4", "0.05", "46,45", 1),
        ("46.4", "0.05", "46,35", 1),
        ("46.4", "0.05", "46,451", 0),
        ("46.4", "0.05", "464", 0),
        ("46.4", "0", "46.40", 1),
        ("0.3", "0", "0,3", 1),
        ("0.1", "0.2", "0,3", 1),
        ("1961", "3", "1.961", 1),
        ("1961", "3", "1961", 1),
        ("1961", "3", "1.957", 0),
        ("1.961", "0", "1,961", 1),
        ("0", "0", "-0", 1),
        ("-5", "0", "−5", 1),
        ("-5", "0", "5", 0),
        ("12345678901234567890", "0", "12345678901234567890", 1),
        ("12345678901234567890", "0", "12345678901234567891", 0),
    ],
)
def test_right_within_the_tolerance_and_not_beyond(key, tolerance, answer, fraction) -> None:
    question = body(key, tolerance)
    assert KIND.grade(question, KIND.check_answer(question, answer)) == fraction


@pytest.mark.parametrize(
    ("number", "text"),
    [("15.0", "15"), ("100", "100"), ("1E+2", "100"), ("0.50", "0.5"), ("0", "0"), ("-0.0", "-0")],
)
def test_numbers_are_frozen_plainly(number, text) -> None:
    assert plain(Decimal(number)) == text


def test_answers_and_key_in_words() -> None:
    question = body("46.4", "0.05", "%")
    assert KIND.answer_text(question, "46,4") == ["46,4 %"]
    assert KIND.answer_text(question, None) == []
    assert KIND.key_text(question) == ["46,4 ± 0,05 %"]
    assert KIND.key_text(body("5")) == ["5"]


@pytest.mark.parametrize(("digits", "is_read"), [(MAX_LENGTH, True), (MAX_LENGTH + 1, False)])
def test_the_longest_number_is_read_and_one_digit_more_is_not(digits, is_read) -> None:
    if is_read:
        assert readings("9" * digits) == {Decimal("9" * digits)}
    else:
        with pytest.raises(InvalidAnswer):
            readings("9" * digits)


def test_spaces_round_a_number_do_not_make_it_too_long_but_a_page_of_them_does() -> None:
    spaced = " ".join("9" * MAX_LENGTH)
    assert len(spaced) == 2 * MAX_LENGTH - 1
    assert KIND.check_answer(body("1"), f"{spaced} ") == spaced
    with pytest.raises(InvalidAnswer):
        KIND.check_answer(body("1"), f" {spaced} ")


@pytest.mark.parametrize("spaces", [2 * MAX_LENGTH, 2 * MAX_LENGTH + 1])
def test_nothing_but_spaces_is_no_answer_as_long_as_it_could_be_one(spaces) -> None:
    if spaces <= 2 * MAX_LENGTH:
        assert KIND.check_answer(body("1"), " " * spaces) is None
    else:
        with pytest.raises(InvalidAnswer):
            KIND.check_answer(body("1"), " " * spaces)


@pytest.mark.parametrize(
    ("value", "frozen"),
    [
        (
            {"answer": Decimal("46.40"), "tolerance": Decimal("0.050"), "unit": "%"},
            {"answer": "46.4", "tolerance": "0.05", "unit": "%"},
        ),
        (
            {"answer": Decimal(5), "tolerance": None, "unit": None},
            {"answer": "5", "tolerance": "0", "unit": ""},
        ),
    ],
)
def test_what_an_author_leaves_empty_is_frozen_as_nothing(value, frozen) -> None:
    assert KIND.freeze(value) == frozen


def test_the_unit_stands_beside_the_field() -> None:
    assert KIND.field_notes(body("5", unit="km")) == {"unit": "km"}


def test_the_field_takes_a_number_or_nothing_and_says_what_else_is_wrong() -> None:
    field = KIND.form_field(body("5"), [])
    assert field.clean("46,4") == "46,4"
    assert field.clean("") == ""
    with pytest.raises(ValidationError):
        field.clean("nhiều")


@pytest.mark.parametrize("key", ["46.4", "-3", "0"])
def test_a_sample_of_a_wrong_answer_lies_beyond_the_tolerance(key) -> None:
    question = body(key, "2")
    samples = {
        right: KIND.sample_answer(question, Random(1), right=right) for right in (True, False)
    }
    assert KIND.grade(question, samples[True]) == 1
    assert KIND.grade(question, samples[False]) == 0
    assert readings(samples[True]) == {Decimal(key)}


@pytest.mark.parametrize(
    ("digits", "places", "is_taken"),
    [(12, 8, True), (13, 8, False), (12, 0, True), (13, 0, False), (1, 9, False)],
)
def test_an_author_writes_twelve_digits_before_the_mark_and_eight_behind_it(
    digits, places, is_taken
):
    block = NumericBlock()
    number = "9" * digits + ("." + "9" * places if places else "")
    value = block.to_python({"answer": "1", "tolerance": "0", "unit": ""})
    value["answer"] = Decimal(number)
    if is_taken:
        assert block.clean(value)["answer"] == Decimal(number)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


def test_an_answer_without_a_unit_ends_with_the_number() -> None:
    assert KIND.answer_text(body("5"), "5") == ["5"]
